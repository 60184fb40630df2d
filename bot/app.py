"""The composition root: builds, opens and closes everything once. Tests use it too."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import gc
import signal
from typing import TYPE_CHECKING, Any

import structlog

from bot import corrections
from bot.channels import Channels
from bot.chat import application as chat
from bot.chat import menus
from bot.chat.alarms import Alarms
from bot.chat.dispatch import Dispatch
from bot.chat.gate import Gate, Verdict
from bot.chat.lanes import Lanes
from bot.chat.letters import Letters
from bot.chat.members import Members
from bot.chat.newsroom import Newsroom
from bot.chat.polling import Polling
from bot.chat.replies import Replies, Say
from bot.chat.transport import Transport
from bot.delivery.alarm import Alarm, Trouble
from bot.delivery.answers import Answer
from bot.delivery.judge import Judge
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.errors import ConfigurationError, TryLaterError
from bot.mirror import mirror
from bot.polls.targets import targets
from bot.publish import Publisher, owe_digests
from bot.relay import close_run_out
from bot.rounds import Rounds
from bot.schedule.ticks import ticking
from bot.sources.pace import Pace
from bot.store import claims, notes, outbox, schedules, warnings, watching
from bot.store.briefings import Release
from bot.store.database import Database
from bot.store.lock import sole_sender
from bot.store.polls import forget_others
from bot.store.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.chat.lanes import Work
    from bot.chat.webhook import Webhook
    from bot.clock import Clock
    from bot.config import Settings
    from bot.delivery.happening import Happening
    from bot.inbox import Inbox
    from bot.polls.takes import Taken
    from bot.polls.targets import Target
    from messages.message import Card, Message

log = structlog.get_logger(__name__)

MOST_CONNECTIONS = 128
FANOUT_PAUSE = 0.01
ONCE_SECONDS = 15.0  # how long `run --once` waits for live sources
UNREACHABLE_SECONDS = 5.0
SAY_EVERY = 60.0


def draw(card: Card) -> bytes:
    """Draw a card; the drawing library is loaded when somebody first wants a picture."""
    from messages.picture import draw as drawn  # noqa: PLC0415

    return drawn(card)


@contextlib.contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, created or brought up to date."""
    database = Database(settings.database.url)
    try:
        upgrade(database)
        yield database
    finally:
        database.close()


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
        self.room = Newsroom(
            database=database, publisher=self.publisher, settings=settings, clock=clock, wake=self.worker.wake
        )
        self.application = chat.build(token.get_secret_value(), api_url, self.transport)
        members = Members(self.application.bot)
        self.desk = chat.Desk(room=self.room, sender=self.sender, queue=self.worker.answer, members=members)
        self.room.members, self.room.worker = members, self.worker
        self.letters = Letters(self.room, self.sender, self.worker.answer)
        self.desk.attach(self.application, Dispatch(self.room))
        self.gate = Gate(lambda: self.room.username)
        self.lanes = Lanes(self._admit)
        self.inbox = self._inbox()
        self.targets = targets(settings)
        self.pace = Pace()
        self._refused: asyncio.Future[str] | None = None
        self._fanout = asyncio.Event()
        self._telling: set[asyncio.Task[None]] = set()

    def _inbox(self) -> Inbox | None:
        """The newsroom's folder, when one is set."""
        folder = self.settings.paper.inbox
        if folder is None:
            return None
        from bot.inbox import Inbox  # noqa: PLC0415 - the reader of pages, which a bot without a folder need not load

        found = Inbox(
            folder,
            self.database,
            self.clock,
            self.settings.paper.language,
            tell=self._tell_operators,
            changed=self.publisher.forget,
        )
        found.prepare()
        return found

    def _tell_operators(self, message: Message) -> None:
        for operator in self.settings.operators.ids:
            self.worker.answer(Replies(operator, 0, [Say(message)], self.sender))

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop`, then finish what is in flight. ConfigurationError when the API refuses the token."""
        async with self.transport, self.polls:
            await self._meet(stop)
            if stop.is_set():
                return
            await self.application.initialize()
            await self._close_dead()
            await self._heed_pause()
            await self._serve(stop)
            with contextlib.suppress(Exception):
                await self.application.shutdown()

    async def run_once(self) -> None:
        """Send what is due and leave; TryLaterError when the API cannot be reached."""
        async with self.transport:
            if not await self._say_hello():
                raise TryLaterError(
                    f"the Bot API at {self.settings.telegram.api_url} cannot be reached; try again later"
                )
            await self._close_dead()
            await self._heed_pause()
            if self.inbox:
                await self.inbox.look_once()
            await self._listen(ONCE_SECONDS)
            await self.tick()
            sending = asyncio.create_task(self.worker.run())
            while not (self.worker.paused or self.worker.stopped or await self.worker.idle()):
                if await self._fan_out_page() is None:
                    await asyncio.sleep(0.02)
            await self.worker.stop()
            await sending
            self._raise_when_stopped()

    async def tick(self) -> None:
        """Who is due? Owe them, and let the rows be written."""
        try:
            step = getattr(self.clock, "step", None)
            if step is not None:
                step(await self.database.read(schedules.next_due))
                self.publisher.forget()
            now, release = self.clock.now(), self.publisher.release
            owed = await self.database.write(owe_digests, now)
            if await self.database.read(corrections.changed, now, release):
                owed += await self.database.write(corrections.owe, now, release, self.publisher.house.place)
            if owed:
                self._fanout.set()
            await self._heed_pause()
            if await self.database.read(warnings.is_run_out, now):
                await self.database.write(close_run_out, now, self.publisher.house.place)
                self._fanout.set()
                self.publisher.forget()
        except Exception as error:
            log.exception("the schedule cannot be read", reason=str(error))
        await mirror(self.settings, self.database, self.publisher, self.channels, self.clock.now())

    # The parts of a run

    async def _meet(self, stop: asyncio.Event) -> None:
        """Ask who we are until the API answers: one line a minute while it does not."""
        said = -SAY_EVERY
        while not stop.is_set() and not await self._say_hello():
            now = asyncio.get_running_loop().time()
            if now - said >= SAY_EVERY:
                log.warning("the Bot API cannot be reached; trying again", api_url=self.settings.telegram.api_url)
                said = now
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(UNREACHABLE_SECONDS):
                    await stop.wait()

    async def _say_hello(self) -> bool:
        """Learn the bot's own name; False when the API cannot be reached."""
        call = await self.transport.call("getMe")
        if not isinstance(call, Answer) or call.status >= 500:  # noqa: PLR2004 - HTTP server errors
            return False
        if call.status in {401, 404}:
            raise ConfigurationError(
                f"telegram.token is refused by {self.settings.telegram.api_url} ({call.status}); "
                "check it with @BotFather and set CHENBAO_TELEGRAM__TOKEN"
            )
        if not call.ok:
            return False
        self.room.username = call.result.get("username", "")
        self.publisher.house = self.publisher.house.model_copy(update={"bot_username": self.room.username})
        if self.settings.telegram.inline and not call.result.get("supports_inline_queries"):
            log.warning(
                "telegram.inline is on, but the bot's inline mode is off; switch it on with /setinline at @BotFather"
            )
        log.info("the bot is up", username=self.room.username)
        return True

    async def _heed_pause(self) -> None:
        """Whether an operator has paused sending, here or in another process."""
        self.worker.paused = await self.database.read(notes.note, notes.PAUSED) is not None

    async def _close_dead(self) -> None:
        again, closed = await self.database.write(claims.close_dead, self.clock.now())
        if again or closed:
            log.warning("deliveries cut off by the last end", sent_again=again, unknown=closed)

    async def _watch(self) -> None:
        """Know since when each source of warnings is listened to: what was issued before wakes nobody."""
        watched = [(t.key, t.place.name if t.place else "") for t in self.targets if t.gives == "alerts"]
        await self.database.write(watching.watch, watched, self.clock.now())

    async def _serve(self, stop: asyncio.Event) -> None:
        self._refused = asyncio.get_running_loop().create_future()
        await self._watch()
        receiving = await self._receiving(self._refused)
        sending = asyncio.create_task(self.worker.run())
        background = [
            asyncio.create_task(receiving.run()),
            asyncio.create_task(self._fan_out()),
            asyncio.create_task(self.letters.run()),
            asyncio.create_task(menus.publish(self.application.bot, self.room.house)),
            asyncio.create_task(self._watch_worker()),
            asyncio.create_task(self.rounds.run()),
            *([asyncio.create_task(self.inbox.run())] if self.inbox else []),
            asyncio.create_task(self._listen()),
        ]
        self._fanout.set()
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

    async def _receiving(self, refused: asyncio.Future[str]) -> Polling | Webhook:
        """The way updates come in, by the settings."""
        telegram = self.settings.telegram
        if telegram.mode == "polling" or telegram.token is None:
            return Polling(self.polls, self.lanes, telegram.poll_seconds, refused, alarm=self.alarms.ring)
        from bot.chat.webhook import Webhook, secret_of  # noqa: PLC0415 - its HTTP server is needed by no poller

        given = telegram.webhook_secret
        secret = given.get_secret_value() if given else secret_of(telegram.token.get_secret_value())
        url, listen = telegram.webhook_url, telegram.webhook_listen
        webhook = Webhook(self.polls, self.lanes.put, url=url, listen=listen, secret=secret, refused=refused)
        await webhook.open()
        return webhook

    async def _drain(self, sending: asyncio.Task[None]) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await self.lanes.drain()
        await self.worker.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await sending

    async def _watch_worker(self) -> None:
        while self.worker.stopped is None:  # noqa: ASYNC110 - set deep inside a delivery, once in a life
            await asyncio.sleep(0.5)
        if self._refused is not None and not self._refused.done():
            self._refused.set_result(self.worker.stopped)

    def _raise_when_stopped(self) -> None:
        if self.worker.stopped is not None:
            raise ConfigurationError(f"stopped: {self.worker.stopped}; every delivery is kept; check telegram.token")

    async def _listen(self, once: float | None = None) -> None:
        """Ask the live sources in their time, when there are any; or who is due now, for at most `once` seconds."""
        if not self.targets:
            await self.database.write(forget_others, [])
            return
        from bot.polls.listener import listen  # noqa: PLC0415 - the readers of all formats, which few bots need

        try:
            await listen(self.settings, self.targets, self.database, self.clock, self._heard, self.pace, once)
        except Exception as error:
            log.exception("live sources are not asked any more; restart the bot", reason=str(error))

    def _heard(self, target: Target, taken: Taken) -> None:
        """A source has said something new."""
        self.publisher.forget()
        if taken.alarm:
            self.alarms.ring(Alarm(Trouble.SOURCE, taken.alarm, about=target.key))
        if taken.owed:
            self._fanout.set()

    async def _fan_out(self) -> None:
        """Write rows page by page while a fan-out is open; look again when told to, and every second."""
        while True:
            try:
                written = await self._fan_out_page()
            except Exception as error:
                log.exception("rows cannot be written", reason=str(error))
                written = None
            if written is None:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(1.0):
                        await self._fanout.wait()
                self._fanout.clear()
            else:
                await asyncio.sleep(FANOUT_PAUSE)

    async def _fan_out_page(self) -> int | None:
        written = await self.database.write(outbox.fan_out_page, self.clock.now())
        if written:
            self.worker.wake()
        return written

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
    with opened(settings) as database, contextlib.ExitStack() as stack:
        if database.path is not None:
            stack.enter_context(sole_sender(database.path))
        app = App(settings, database, clock)
        gc.freeze()  # what the start has built stays: to look through it was a twelfth of the sending loop's time
        await (app.run_once() if once else app.run(stop))
