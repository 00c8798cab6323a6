"""One request: token, form, one row committed, then the task is sent."""

import uuid
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField, IntegerField, ListField, Serializer
from rest_framework.serializers import ValidationError as Invalid
from rest_framework.views import APIView

from bench.peers.django_site.models import Submission
from bench.peers.django_site.tasks import process
from bench.peers.work import identity_holds


def identity(number: str) -> None:
    if not identity_holds(number):
        raise Invalid("This is no identity number.")


class Payment(Serializer):
    area_code = CharField()
    coverage_year = IntegerField()
    insured = ListField(child=CharField(validators=[identity]), allow_empty=False)


class Submissions(APIView):
    def post(self, request: Request) -> Response:
        key = request.headers.get("Idempotency-Key")
        if not key:
            return Response({"detail": "Idempotency-Key is missing."}, 400)
        payment = Payment(data=request.data)
        payment.is_valid(raise_exception=True)
        number = uuid.uuid4().hex
        try:
            self._store(number, request.user.subject, key, payment.validated_data)
        except IntegrityError:
            return Response({"detail": "This key was sent before."}, 409)
        return Response({"number": number, "state": "accepted"}, 202)

    def _store(self, number: str, submitter: str, key: str, form: dict[str, Any]) -> None:
        # One statement is its own transaction: it is committed when `create` returns, and what is
        # to be done on commit is done at once. `atomic` would add two round trips.
        Submission.objects.create(number=number, submitter=submitter, submission_key=key, form=form)
        transaction.on_commit(partial(process.delay, number))
