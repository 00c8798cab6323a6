"""The usual handler: FastAPI, SQLAlchemy, one commit a request."""

from __future__ import annotations

import os
import uuid
from typing import Annotated

from fastapi import FastAPI, Header, HTTPException
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from bench.peers.work import identity_holds, subject_of

app = FastAPI()
engine = create_async_engine(os.environ["BENCH_DSN"], pool_size=20, max_overflow=0)
INSERT = text(
    "INSERT INTO submission (number, submitter, submission_key, form)"
    " VALUES (:number, :submitter, :key, CAST(:form AS jsonb))"
)


class Payment(BaseModel):
    area_code: str
    coverage_year: int
    insured: list[str]


@app.post("/submissions", status_code=202)
async def submit(
    payment: Payment,
    authorization: Annotated[str, Header()],
    idempotency_key: Annotated[str, Header()],
) -> dict[str, str]:
    submitter = subject_of(authorization)
    if submitter is None:
        raise HTTPException(401)
    if not all(identity_holds(number) for number in payment.insured):
        raise HTTPException(422)
    number = uuid.uuid4().hex
    row = {
        "number": number,
        "submitter": submitter,
        "key": idempotency_key,
        "form": payment.model_dump_json(),
    }
    try:
        async with engine.begin() as connection:
            await connection.execute(INSERT, row)
    except IntegrityError as error:
        raise HTTPException(409) from error
    return {"number": number, "state": "accepted"}
