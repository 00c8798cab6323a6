"""Whose token it is, by the same work as every peer does."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from bench.peers.work import subject_of


class Submitter:
    is_authenticated = True

    def __init__(self, subject: str) -> None:
        self.subject = subject


class Token(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[Submitter, None]:
        subject = subject_of(request.META.get("HTTP_AUTHORIZATION", ""))
        if subject is None:
            raise AuthenticationFailed
        return Submitter(subject), None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
