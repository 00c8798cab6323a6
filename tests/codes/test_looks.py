"""What an office is told, what the person sees of it, and that stopping and replaying are obeyed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from tests.portal.world import fill

from bumang.access.principal import ANYONE, Principal, Role
from bumang.codes.attributes import Attribute
from bumang.codes.code import write
from bumang.codes.desk import CodeDesk
from bumang.codes.keys import device_key, show
from bumang.codes.looking import Seen
from bumang.codes.services import Service, services
from bumang.codes.windows import window_of
from bumang.kernel.clock import CHINA
from bumang.kernel.problems import InvalidInput
from bumang.runtime.database import Bounded

PERSON, OTHER = Principal(Role.PERSON, 1, "演示甲"), Principal(Role.PERSON, 2, "演示乙")
LIBRARY, BUS = services()["library"], services()["bus-and-metro"]
COVER = """
INSERT INTO insurance_relationship VALUES (1, 'employee', '990101', '2000-01-01');
INSERT INTO contribution_period (person_id, scheme, during, employer_id, monthly_base_fen)
VALUES (1, 'employee', '[2000-01-01,)', 1, 600000);
"""


def office(service: Service, name: str = "总馆") -> Principal:
    return Principal(Role.VERIFIER, service.number, name)


class Phone:
    """A device of a person with a key for each service."""

    def __init__(self, desk: CodeDesk, who: Principal, device: UUID) -> None:
        self.desk, self.who, self.device = desk, who, device
        self.keys: dict[str, ec.EllipticCurvePrivateKey] = {}

    async def code(self, service: Service, at: datetime) -> str:
        private = self.keys.setdefault(service.code, ec.generate_private_key(ec.SECP256R1()))
        signed = await self.desk.grant(self.who, self.device, service, device_key(private))
        assert signed is not None
        return write(show(private, signed, window_of(at)))


class Place:
    """One instance at a time of its own."""

    def __init__(self, folder: Path, pool: asyncpg.Pool) -> None:
        self.now = datetime(2026, 11, 25, 10, 0, 7, tzinfo=CHINA)
        self.desk = CodeDesk.with_keys_in(folder, lambda: Bounded(pool, 5), lambda: self.now)

    async def phone(self, who: Principal, *agreed: Service) -> Phone:
        for service in agreed:
            await self.desk.agree(who, service)
        device = await self.desk.add_device(who, "安卓手机")
        assert device is not None
        return Phone(self.desk, who, device)

    async def told(self, who: Principal, code: str) -> Seen:
        return await self.desk.look(who, code)

    async def refused(self, who: Principal, code: str) -> str:
        with pytest.raises(InvalidInput) as raised:
            await self.desk.look(who, code)
        return raised.value.problems[0].code


@pytest.fixture
async def place(tmp_path: Path, core_dsn: str, core: asyncpg.Connection) -> AsyncIterator[Place]:
    await fill(core)
    await core.execute(COVER)
    async with asyncpg.create_pool(core_dsn, min_size=0, max_size=8) as pool:
        yield Place(tmp_path, pool)


async def test_an_office_is_told_what_was_agreed_to_and_the_person_sees_the_look(
    place: Place,
) -> None:
    phone = await place.phone(PERSON, LIBRARY)
    seen = await place.told(office(LIBRARY), await phone.code(LIBRARY, place.now))
    assert (seen.good, seen.again) == (True, False)
    assert seen.look.told == {Attribute.INSURED_HERE: True}
    [look] = (await place.desk.book(PERSON)).looks
    assert (look.office, look.service, look.told) == ("总馆", 22, seen.look.told)
    assert (await place.desk.book(OTHER)).looks == ()


@pytest.mark.parametrize("service", services().values(), ids=lambda one: one.code)
async def test_every_service_is_answered_from_end_to_end(place: Place, service: Service) -> None:
    phone = await place.phone(PERSON, service)
    seen = await place.told(office(service), await phone.code(service, place.now))
    assert tuple(sorted(seen.look.told)) == tuple(sorted(service.asks))
    assert seen.good in {True, False}


async def test_asked_again_by_the_same_office_the_answer_is_the_same_and_one_look(
    place: Place,
) -> None:
    phone = await place.phone(PERSON, LIBRARY)
    code = await phone.code(LIBRARY, place.now)
    answers = await asyncio.gather(*(place.told(office(LIBRARY), code) for _ in range(5)))
    assert sorted(one.again for one in answers) == [False, True, True, True, True]
    assert len({one.look.looked_at for one in answers}) == 1
    assert len((await place.desk.book(PERSON)).looks) == 1


async def test_a_second_office_is_refused_and_the_person_sees_that_too(place: Place) -> None:
    phone = await place.phone(PERSON, LIBRARY)
    code = await phone.code(LIBRARY, place.now)
    offices = [office(LIBRARY, name) for name in ("总馆", "东馆", "西馆")]
    found = await asyncio.gather(
        *(place.told(one, code) for one in offices), return_exceptions=True
    )
    assert sum(isinstance(one, Seen) for one in found) == 1
    refused = [one.problems[0].code for one in found if isinstance(one, InvalidInput)]
    assert refused == ["USED", "USED"]
    looks = (await place.desk.book(PERSON)).looks
    assert sorted(one.refused for one in looks) == ["", "USED", "USED"]
    assert all(one.told == {} for one in looks if one.refused)


async def test_a_picture_shown_later_is_refused_and_the_person_sees_that(place: Place) -> None:
    phone = await place.phone(PERSON, LIBRARY)
    code = await phone.code(LIBRARY, place.now)
    place.now += timedelta(minutes=2)
    assert await place.refused(office(LIBRARY), code) == "TOO_OLD"
    [look] = (await place.desk.book(PERSON)).looks
    assert (look.refused, look.told) == ("TOO_OLD", {})


async def test_a_code_looked_at_before_is_no_answer_later(place: Place) -> None:
    phone = await place.phone(PERSON, LIBRARY)
    code = await phone.code(LIBRARY, place.now)
    await place.told(office(LIBRARY), code)
    place.now += timedelta(minutes=2)
    assert await place.refused(office(LIBRARY), code) == "TOO_OLD"


async def test_another_services_office_is_told_nothing(place: Place) -> None:
    phone = await place.phone(PERSON, LIBRARY, BUS)
    assert await place.refused(office(BUS), await phone.code(LIBRARY, place.now)) == "OTHER_SERVICE"
    assert (await place.desk.book(PERSON)).looks == ()


async def test_two_services_see_nothing_that_is_the_same(place: Place) -> None:
    phone = await place.phone(PERSON, LIBRARY, BUS)
    one, other = await phone.code(LIBRARY, place.now), await phone.code(BUS, place.now)
    told = [await place.told(office(LIBRARY), one), await place.told(office(BUS), other)]
    assert told[0].pseudonym != told[1].pseudonym
    keys = [device_key(key) for key in phone.keys.values()]
    assert keys[0] != keys[1]


async def test_one_key_is_not_granted_for_two_services_or_devices(place: Place) -> None:
    phone = await place.phone(PERSON, LIBRARY, BUS)
    await phone.code(LIBRARY, place.now)
    key = device_key(phone.keys["library"])
    assert await place.desk.grant(PERSON, phone.device, BUS, key) is None
    second = await place.phone(PERSON)
    assert await place.desk.grant(PERSON, second.device, LIBRARY, key) is None


async def test_a_stopped_service_is_told_nothing_until_agreed_to_anew(place: Place) -> None:
    phone = await place.phone(PERSON, LIBRARY)
    code = await phone.code(LIBRARY, place.now)
    await place.desk.stop_service(PERSON, LIBRARY)
    assert await place.refused(office(LIBRARY), code) == "SERVICE_STOPPED"
    key = device_key(phone.keys["library"])
    assert await place.desk.grant(PERSON, phone.device, LIBRARY, key) is None
    assert (await place.desk.book(PERSON)).looks[0].refused == "SERVICE_STOPPED"
    await place.desk.agree(PERSON, LIBRARY)
    assert (await place.told(office(LIBRARY), await phone.code(LIBRARY, place.now))).good


async def test_after_a_stop_not_even_the_same_answer_is_given_again(place: Place) -> None:
    phone = await place.phone(PERSON, LIBRARY)
    code = await phone.code(LIBRARY, place.now)
    await place.told(office(LIBRARY), code)
    await place.desk.stop_service(PERSON, LIBRARY)
    assert await place.refused(office(LIBRARY), code) == "SERVICE_STOPPED"
    await place.desk.agree(PERSON, LIBRARY)
    assert (await place.told(office(LIBRARY), code)).again
    assert [one.refused for one in (await place.desk.book(PERSON)).looks] == ["SERVICE_STOPPED", ""]


async def test_a_stopped_device_shows_nothing_and_the_others_go_on(place: Place) -> None:
    lost, kept = await place.phone(PERSON, LIBRARY), await place.phone(PERSON)
    code = await lost.code(LIBRARY, place.now)
    await place.desk.stop_device(PERSON, lost.device)
    assert await place.refused(office(LIBRARY), code) == "DEVICE_STOPPED"
    assert (await place.told(office(LIBRARY), await kept.code(LIBRARY, place.now))).good


async def test_nobody_stops_or_uses_what_is_anothers(place: Place) -> None:
    phone = await place.phone(PERSON, LIBRARY)
    await place.desk.stop_device(OTHER, phone.device)
    await place.desk.stop_service(OTHER, LIBRARY)
    assert (await place.told(office(LIBRARY), await phone.code(LIBRARY, place.now))).good
    await place.desk.agree(OTHER, LIBRARY)
    key = device_key(ec.generate_private_key(ec.SECP256R1()))
    assert await place.desk.grant(OTHER, phone.device, LIBRARY, key) is None


@pytest.mark.parametrize(
    "who", [ANYONE, PERSON, Principal(Role.EMPLOYER, 1), Principal(Role.VERIFIER, 999)]
)
async def test_only_an_office_of_a_declared_service_looks(place: Place, who: Principal) -> None:
    phone = await place.phone(PERSON, LIBRARY)
    with pytest.raises(PermissionError):
        await place.desk.look(who, await phone.code(LIBRARY, place.now))


@pytest.mark.parametrize("who", [ANYONE, office(LIBRARY), Principal(Role.CLERK, 1)])
async def test_only_persons_have_a_code(place: Place, who: Principal) -> None:
    with pytest.raises(PermissionError):
        await place.desk.book(who)
    with pytest.raises(PermissionError):
        await place.desk.agree(who, LIBRARY)


async def test_a_service_that_asks_for_more_must_be_agreed_to_anew(
    place: Place, core: asyncpg.Connection
) -> None:
    phone = await place.phone(PERSON, services()["service-hall"])
    hall = services()["service-hall"]
    await core.execute("UPDATE code_agreement SET asks = 256")  # what it asked before
    assert not (await place.desk.book(PERSON)).holds_for(hall)
    key = device_key(ec.generate_private_key(ec.SECP256R1()))
    assert await place.desk.grant(PERSON, phone.device, hall, key) is None
    await place.desk.agree(PERSON, hall)
    assert (await place.desk.book(PERSON)).holds_for(hall)


async def test_a_look_never_tells_more_than_is_agreed_to_now(
    place: Place, core: asyncpg.Connection
) -> None:
    hall = services()["service-hall"]
    phone = await place.phone(PERSON, hall)
    code = await phone.code(hall, place.now)
    await core.execute("UPDATE code_agreement SET asks = 256")
    seen = await place.told(office(hall), code)
    assert seen.look.told == {Attribute.NAME: "演示甲"}


async def test_a_stop_that_comes_while_an_office_asks_is_before_it_or_after_it(
    place: Place,
) -> None:
    for at in range(10):
        phone = await place.phone(PERSON, LIBRARY)
        code = await phone.code(LIBRARY, place.now)
        found, _ = await asyncio.gather(
            place.told(office(LIBRARY), code),
            place.desk.stop_service(PERSON, LIBRARY),
            return_exceptions=True,
        )
        look = (await place.desk.book(PERSON)).looks[0]
        assert isinstance(found, Seen) is (look.refused == ""), at
        await place.desk.stop_device(PERSON, phone.device)


async def test_a_look_is_never_changed(place: Place, core: asyncpg.Connection) -> None:
    phone = await place.phone(PERSON, LIBRARY)
    await place.told(office(LIBRARY), await phone.code(LIBRARY, place.now))
    with pytest.raises(asyncpg.RaiseError, match="never changed"):
        await core.execute("UPDATE code_look SET office = 'x'")


async def test_ten_devices_are_enough(place: Place) -> None:
    for _ in range(10):
        await place.phone(PERSON)
    assert await place.desk.add_device(PERSON, "安卓手机") is None
    assert await place.desk.begin_session(PERSON, "安卓手机", "mark") is None
    assert await place.desk.add_device(OTHER, "安卓手机") is not None


async def test_a_sign_in_stands_for_a_device_and_shows_a_code_of_its_own(place: Place) -> None:
    await place.desk.agree(PERSON, LIBRARY)
    assert await place.desk.session_code(PERSON, LIBRARY, "mark") is None
    await place.desk.begin_session(PERSON, "其他设备", "mark")
    assert await place.desk.begin_session(PERSON, "其他设备", "mark") is not None
    code = await place.desk.session_code(PERSON, LIBRARY, "mark")
    assert code is not None
    assert await place.desk.session_code(PERSON, LIBRARY, "another sign-in") is None
    assert await place.desk.session_code(OTHER, LIBRARY, "mark") is None
    seen = await place.told(office(LIBRARY), code)
    assert seen.good
    [device] = (await place.desk.book(PERSON)).devices
    assert device.by_server
    await place.desk.stop_device(PERSON, device.device_id)
    assert await place.desk.session_code(PERSON, LIBRARY, "mark") is None


async def test_offline_only_a_yes_of_the_services_own_questions_stands_in_the_code(
    place: Place,
) -> None:
    from bumang.codes.code import read

    hall = services()["service-hall"]
    phone = await place.phone(PERSON, LIBRARY, BUS, hall)
    said = {
        one.code: read(await phone.code(one, place.now)).signed.grant.says
        for one in (LIBRARY, BUS, hall)
    }
    assert said == {"library": LIBRARY.bits, "bus-and-metro": 0, "service-hall": 0}
