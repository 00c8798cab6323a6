from django.urls import path

from bench.peers.django_site.views import Submissions

urlpatterns = [path("submissions", Submissions.as_view())]
