from django.db import models
from django.db.models.functions import Now


class Submission(models.Model):
    number = models.TextField(primary_key=True)
    submitter = models.TextField()
    submission_key = models.TextField()
    form = models.JSONField()
    accepted_at = models.DateTimeField(db_default=Now())
    processed_at = models.DateTimeField(null=True)

    class Meta:
        managed = False  # the bench makes one table for all peers
        db_table = "submission"
