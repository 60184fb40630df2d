"""The composition root: builds, opens and closes everything once. Tests use it too."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import gc
import signal
from typing import TYPE_CHECKING, Any

import structlog

from bot.channels import Channels
from bot.chat import application as chat
from bot.chat import menus
from bot.chat.alarms import Alarms
from bot.chat.dispatch import Dispatch
from bot.chat.gate import Gate, Verdict
from bot.chat.hello import meet, say_hello
from bot.chat.lanes import Lanes
from bot.chat.letters import Letters
from bot.chat.members import Members
from bot.chat.newsroom import Newsroom
from bot.chat.receiving import receiving
from bot.chat.replies import Replies, Say
from bot.chat.transport import Transport
from bot.delivery.alarm import Alarm, Trouble
from bot.delivery.judge import Judge
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.errors import ChenbaoError, ConfigurationError, TryLaterError
from bot.fan_out import FanOut
from bot.ledger import Sent
from bot.mirror import mirror
from bot.opening import opened
from bot.polls.listener import Listener
from bot.publish import Publisher, reckon_anew
from bot.rounds import Rounds
from bot.schedule.ticks import ticking
from bot.store import claims
from bot.store.briefings import Release
from bot.store.lock import kept, sole_sender
from bot.tick import Tick

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.chat.lanes import Work
    from bot.clock import Clock
    from bot.config import Settings
    from bot.delivery.happening import Happening
    from bot.inbox import Inbox
    from bot.ledger import Outcome
    from bot.polls.takes import Taken
    from bot.polls.targets import Target
    from bot.store.database import Database
    from messages.message import Card, Message

log = structlog.get_logger(__name__)

MOST_CONNECTIONS = 128
ONCE_SECONDS = 15.0  # how long `run --once` waits for live sources
MIRROR_SECONDS = 5.0


def draw(card: Card) -> bytes:
    """Draw a card; the drawing library is loaded when somebody first wants a picture."""
    from messages.picture import draw as drawn  # noqa: PLC0415

    return drawn(card)


class App:
    """The bot of one process: everything it is made of, wired once."""

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        token = settings.telegram.token
        if token is None:
            raise ConfigurationError(
                "telegram.token is not set: put the token from @BotFather into CHENBAO_TELEGRAM__TOKEN "
                "or the configuration file; `chenbao demo` needs none"
            )
        self.settings = settings
        self.database = database
        self.clock = clock
        api_url, proxy = settings.telegram.api_url, settings.telegram.proxy
        self.transport = Transport(api_url, token.get_secret_value(), connections=MOST_CONNECTIONS, proxy=proxy)
        self.polls = Transport(api_url, token.get_secret_value(), connections=1, proxy=proxy)
        paper = settings.paper
        self.publisher = Publisher(database, settings, clock, Release(paper.timezone, paper.release))
        self.sender = Sender(database, draw, self.transport.post)
        judge = Judge(
            database=database,
            sender=self.sender,
            compose=self.publisher.message,
            clock=clock,
            happened=self._happened,
        )
        self.alarms = Alarms(settings.operators.ids, paper.language, self.sender)
        self.sender.alarm = self.alarms.ring
        self.worker = Worker(
            database=database, judge=judge, clock=clock, rate=settings.delivery.rate, alarm=self.alarms.ring
        )
        self.alarms.queue = self.worker.answer
        self.fan_out = FanOut(database, clock, self.worker.wake, self._books_closed)
        self.tick = Tick(
            database=database,
            clock=clock,
            publisher=self.publisher,
            worker=self.worker,
            fan_out=self.fan_out,
            failed=self._books_closed,
        )
        self.rounds = Rounds(
            database=database,
            clock=clock,
            release=self.publisher.release,
            house=lambda: self.publisher.house,
            gauges=self.worker.gauges,
            rate=settings.delivery.rate,
            keep=dt.timedelta(days=settings.delivery.keep_days),
            ring=self.alarms.ring,
        )
        self.channels = Channels(settings.channels)
        self.alarms.elsewhere = self.channels.alarm
        self.listener = Listener(settings, database, clock, self._heard)
        self.inbox = self._inbox()
        self._open_chat(token.get_secret_value())
        self._refused: asyncio.Future[str] | None = None
        self._telling: set[asyncio.Task[None]] = set()

    def _open_chat(self, token: str) -> None:
        """The half that answers people."""
        settings = self.settings
        self.room = Newsroom(
            database=self.database,
            publisher=self.publisher,
            settings=settings,
            clock=self.clock,
            wake=self.worker.wake,
        )
        self.application = chat.build(token, settings.telegram.api_url, self.transport)
        members = Members(self.application.bot)
        self.desk = chat.Desk(room=self.room, sender=self.sender, queue=self.worker.answer, members=members)
        self.room.members, self.room.worker = members, self.worker
        self.letters = Letters(self.room, self.sender, self.worker.answer)
        self.desk.attach(self.application, Dispatch(self.room))
        self.gate = Gate(lambda: self.room.username)
        self.lanes = Lanes(self._admit)

    def _inbox(self) -> Inbox | None:
        """The newsroom's folder, when one is set."""
        folder = self.settings.paper.inbox
        if folder is None:
            return None
        from bot.inbox import Inbox  # noqa: PLC0415 - the reader of pages, which a bot without a folder need not load
        from bot.reporting import Reports  # noqa: PLC0415 - as above

        found = Inbox(
            folder,
            self.database,
            self.clock,
            self.settings.paper.language,
            reports=Reports(self.database, self.clock, self._tell_operators),
            changed=self.publisher.forget,
        )
        found.prepare()
        return found

    def _tell_operators(self, message: Message, taken: Callable[[], None]) -> None:
        """Say something to every operator; `taken` is called when a chat has it, or nobody is to be told."""

        def ended(outcome: Outcome) -> None:
            if isinstance(outcome, Sent):
                taken()

        for operator in self.settings.operators.ids:
            self.worker.answer(Replies(operator, 0, [Say(message)], self.sender, ended))
        if not self.settings.operators.ids:
            taken()

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop`, then finish what is in flight. ConfigurationError when the API refuses the token."""
        async with self.transport, self.polls:
            own = await meet(self.transport, self.settings.telegram.api_url, stop)
            if own is None:
                return
            self._introduce(own)
            await self.application.initialize()
            await self._settle()
            await self._serve(stop)
            with contextlib.suppress(Exception):
                await self.application.shutdown()

    async def run_once(self) -> None:
        """Send what is due and leave; TryLaterError when the API cannot be reached."""
        api_url = self.settings.telegram.api_url
        async with self.transport:
            own = await say_hello(self.transport, api_url)
            if own is None:
                raise TryLaterError(f"the Bot API at {api_url} cannot be reached; try again later")
            self._introduce(own)
            await self._settle()
            if self.inbox:
                await self.inbox.look_once()
            await self.listener.ask(ONCE_SECONDS)
            await self.tick()
            await self._mirror()
            sending = asyncio.create_task(self.worker.run())
            while not (self.worker.paused or self.worker.stopped or await self.worker.idle()):
                if await self.fan_out.page() is None:
                    await asyncio.sleep(0.02)
            await self.worker.stop()
            await sending
            if self.inbox:
                await self.inbox.reports.settle()
            self._raise_when_stopped()

    # The parts of a run

    def _introduce(self, own: dict[str, Any]) -> None:
        """Take the bot's own name, as the API gives it, to all who use it."""
        self.room.username = own.get("username", "")
        self.publisher.house = self.publisher.house.model_copy(update={"bot_username": self.room.username})
        if self.settings.telegram.inline and not own.get("supports_inline_queries"):
            log.warning(
                "telegram.inline is on, but the bot's inline mode is off; switch it on with /setinline at @BotFather"
            )
        log.info("the bot is up", username=self.room.username)

    async def _settle(self) -> None:
        """What the last end left open, and what has changed since: rows on their way, time zones, a pause."""
        again, closed = await self.database.write(claims.close_dead, self.clock.now())
        if again or closed:
            log.warning("deliveries cut off by the last end", sent_again=again, unknown=closed)
        if changed := await self.database.write(reckon_anew):
            log.warning("time zones have new rules: due times reckoned anew", schedules=changed)
        await self.tick.heed_pause()

    async def _serve(self, stop: asyncio.Event) -> None:
        self._refused = asyncio.get_running_loop().create_future()
        await self.listener.watch()
        updates = await receiving(self.settings.telegram, self.polls, self.lanes, self._refused, self.alarms.ring)
        sending = asyncio.create_task(self.worker.run())
        beside = [
            updates.run(),
            self.fan_out.run(),
            self.letters.run(),
            menus.publish(self.application.bot, self.room.house),
            self._watch_worker(),
            self.rounds.run(),
            self.listener.run(),
            *([self.inbox.run()] if self.inbox else []),
            *([self._mirror_on()] if self.channels.mirrors else []),
        ]
        background = [asyncio.create_task(one) for one in beside]
        self.fan_out.ask()
        self._refused.add_done_callback(lambda _refused: stop.set())
        try:
            async with ticking(self.tick):
                await self.tick()
                await stop.wait()
        finally:
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)
            await self._drain(sending)
        if self._refused.done():
            raise ConfigurationError(f"stopped: {self._refused.result()}; every delivery is kept; check telegram.token")

    async def _drain(self, sending: asyncio.Task[None]) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await self.lanes.drain()
        await self.worker.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await sending
                if self.inbox:
                    await self.inbox.reports.settle()

    async def _watch_worker(self) -> None:
        while self.worker.stopped is None:  # noqa: ASYNC110 - set deep inside a delivery, once in a life
            await asyncio.sleep(0.5)
        if self._refused is not None and not self._refused.done():
            self._refused.set_result(self.worker.stopped)

    def _raise_when_stopped(self) -> None:
        if self.worker.stopped is not None:
            raise ConfigurationError(f"stopped: {self.worker.stopped}; every delivery is kept; check telegram.token")

    async def _mirror_on(self) -> None:
        """Bring the digest to other channels in its time, beside the tick: such a channel may be slow."""
        while True:
            await self._mirror()
            await asyncio.sleep(MIRROR_SECONDS)

    async def _mirror(self) -> None:
        await mirror(self.settings, self.database, self.publisher, self.channels, self.clock.now())

    def _heard(self, target: Target, taken: Taken) -> None:
        """A source has said something new."""
        self.publisher.forget()
        if taken.alarm:
            self.alarms.ring(Alarm(Trouble.SOURCE, taken.alarm, about=target.key))
        if taken.owed:
            self.fan_out.ask()

    def _books_closed(self, error: ChenbaoError) -> None:
        self.alarms.ring(Alarm(Trouble.BOOKS, str(error)))

    def _happened(self, what: Happening) -> None:
        task = asyncio.create_task(self.desk.happened(what))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    def _admit(self, update: dict[str, Any]) -> Work | None:
        """What is done with an update: answered, warned about, or nothing."""
        match self.gate.judge(update):
            case Verdict.PASS:
                return self._process
            case Verdict.WARN:
                return self.desk.warn
            case Verdict.DROP:
                return None

    async def _process(self, update: dict[str, Any]) -> None:
        try:
            await self.desk.hear(update)
        except Exception:
            log.exception("an update cannot be read", update_id=update.get("update_id"))


async def run(settings: Settings, clock: Clock, *, once: bool = False) -> None:
    """The command `run`."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with opened(settings) as database, sole_sender(database) as hold:
        app = App(settings, database, clock)
        gc.freeze()  # what the start has built stays: to look through it was a twelfth of the sending loop's time
        gc.enable()
        if once:
            await app.run_once()
            return
        async with kept(hold, lost=stop.set):
            await app.run(stop)
