"""The tables, once, for SQLite and PostgreSQL. Instants are whole milliseconds since 1970 in UTC; dates are ISO text.

A reader's content wishes stand in `wishes`, one row for each distinct set, so that what makes two messages differ is
one number. A slot points to its `schedule`, one row for each distinct wall time, days and zone: the tick looks at
schedules, of which there are few however many readers there are.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

REVISION = "0010"  # the newest migration; a test holds the tree and the tables to it

metadata = MetaData()
Key = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts rowids only in an INTEGER

pages = Table(
    "pages",
    metadata,
    Column("date", String(10), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("edition", Text, nullable=False),  # JSON of messages.edition.Edition
    Column("text", Text, nullable=False),
    Column("read_at", BigInteger, nullable=False),
)

editions = Table(
    "editions",
    metadata,
    Column("date", String(10), primary_key=True),
    Column("held", Boolean, nullable=False, server_default=text("false")),
    Column("published", Boolean, nullable=False, server_default=text("false")),  # before its release time, by hand
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("retracted", Text, nullable=False, server_default="[]"),  # JSON list of article numbers
)

articles = Table(  # of every edition, one by one, for search; `article_grams` beside it is each database's own index
    "articles",
    metadata,
    Column("id", Key, primary_key=True),
    Column("date", String(10), nullable=False),
    Column("number", Integer, nullable=False),  # from 1, over all pages of the date
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),  # as it is compared: NFKC, small letters
    UniqueConstraint("date", "number", name="one_article_a_number"),
)

wishes = Table(
    "wishes",
    metadata,
    Column("id", Key, primary_key=True),
    Column("content", Text, nullable=False, unique=True),  # JSON of messages.message.Wishes
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Key, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False, server_default="0"),
    Column("kind", String(10), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("wishes_id", ForeignKey("wishes.id"), nullable=False),
    Column("quiet", String(11)),  # "22:00-06:30", none when the chat has no quiet hours
    Column("silent", Boolean, nullable=False, server_default=text("false")),
    Column("warnings", Boolean, nullable=False, server_default=text("true")),
    Column("floor", String(6), nullable=False, server_default="blue"),
    Column("without_kinds", Text, nullable=False, server_default=""),  # kinds of warnings not wanted: "|霾|大雾|"
    Column("place", Text, nullable=False, server_default=""),  # as in its wishes, for fan-outs; "": the first place
    Column("breaks_quiet", String(6), nullable=False, server_default="orange"),  # orange, red, never
    Column("owner", BigInteger),
    Column("state", String(9), nullable=False, server_default="active"),  # active, suspended
    Column("reason", Text),
    Column("suspended_at", BigInteger),
    Column("strikes", Integer, nullable=False, server_default="0"),
    Column("struck_at", BigInteger),
    Column("joined_at", BigInteger),  # when it last subscribed
    Column("left_at", BigInteger),  # when it last unsubscribed
    UniqueConstraint("chat_id", "thread_id", name="one_subscription_a_chat"),
)

schedules = Table(
    "schedules",
    metadata,
    Column("id", Key, primary_key=True),
    Column("wall", String(5), nullable=False),
    Column("days", String(9), nullable=False),  # "1234567", "workdays", "restdays"
    Column("zone", String(64), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("next_date", String(10), nullable=False),  # the next intended local date
    Column("next_due", BigInteger, nullable=False),
    UniqueConstraint("wall", "days", "zone", "kind", name="one_schedule_a_time"),
    Index("schedules_due", "next_due"),
)

slots = Table(
    "slots",
    metadata,
    Column("id", Key, primary_key=True),
    Column("subscription_id", ForeignKey("subscriptions.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("number", Integer, nullable=False),  # a slot keeps its number when its time changes: a date stays one date
    Column("schedule_id", ForeignKey("schedules.id"), nullable=False),
    Column("open", Boolean, nullable=False),
    Column("first_date", String(10), nullable=False),  # the first intended date it may bring
    Column("closed_at", BigInteger),  # when its reader left; undoing that opens those of one instant again
    UniqueConstraint("subscription_id", "kind", "number", name="one_slot_a_number"),
    Index("slots_of_schedule", "schedule_id", "id"),
)

publications = Table(
    "publications",
    metadata,
    Column("id", Key, primary_key=True),
    Column("ref", Text, nullable=False, unique=True),
    Column("kind", String(12), nullable=False),
    Column("date", String(10)),  # of a digest: the intended date; of the rest: none
    Column("content", Text, nullable=False, server_default="{}"),  # JSON by kind: text of an announcement, …
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("revision", Integer, nullable=False, server_default="0"),  # grows when the content of what is owed changes
    Column("warning_id", BigInteger, index=True),  # the event a warning's message tells of
    Column("notice", Boolean, nullable=False, server_default=text("false")),  # counts among the two a day
)

fanouts = Table(
    "fanouts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("publication_id", ForeignKey("publications.id", ondelete="CASCADE"), nullable=False),
    Column("schedule_id", BigInteger, nullable=False, server_default="0"),  # 0: every subscriber
    Column("date", String(10), nullable=False, server_default=""),
    Column("due_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("lateness", String(8), nullable=False, server_default="on time"),
    Column("cursor", BigInteger, nullable=False, server_default="0"),
    Column("high_water", BigInteger, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("quiet", String(7), nullable=False, server_default="silence"),  # bot.ledger.QuietHours
    Column("silent", Boolean, nullable=False, server_default=text("false")),
    Column("source_id", BigInteger),  # only those who have this publication get this one, as `link` says
    Column("link", String(5)),  # bot.ledger.Link
    Column("sent_from", BigInteger),  # of the source's rows: only those sent in this span
    Column("sent_to", BigInteger),
    Column("audience", Text),  # JSON, a warning's: whom it concerns; none: all of the schedule, or everybody
    Column("done", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("publication_id", "schedule_id", "date", name="one_fanout_a_schedule"),
    Index("fanouts_open", "priority", "id", sqlite_where=text("NOT done"), postgresql_where=text("NOT done")),
)

variants = Table(
    "variants",
    metadata,
    Column("id", Key, primary_key=True),
    Column("hash", LargeBinary(32), nullable=False, unique=True),
    Column("message", Text, nullable=False),  # JSON of messages.message.Message
    Column("file_id", Text),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Key, primary_key=True),
    Column("publication_id", ForeignKey("publications.id", ondelete="CASCADE"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("occurrence", Text, nullable=False, server_default=""),  # a digest's slot and intended date
    Column("subscription_id", BigInteger, nullable=False),
    Column("variant_id", BigInteger),
    Column("state", String(8), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("owner", String(36)),
    Column("marked", Boolean, nullable=False, server_default=text("false")),  # 「补发」 or a repeat of an unknown
    Column("not_before", BigInteger, nullable=False, server_default="0"),
    Column("expires_at", BigInteger),
    Column("message_id", BigInteger),  # of an edit: the message it changes, from the start
    Column("reply_to", BigInteger),
    Column("silent", Boolean, nullable=False, server_default=text("false")),
    Column("reason", Text),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("publication_id", "chat_id", "thread_id", "occurrence", name="one_delivery_an_occurrence"),
    Index(
        "deliveries_pending",
        "priority",
        "not_before",
        "id",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(
        "deliveries_sending",
        "id",
        sqlite_where=text("state = 'sending'"),
        postgresql_where=text("state = 'sending'"),
    ),
    Index("deliveries_of_chat", "chat_id"),
)

warnings = Table(  # official warnings: one row an event, in force or over
    "warnings",
    metadata,
    Column("id", Key, primary_key=True),
    Column("source", Text, nullable=False),  # the configured source it came by
    Column("alert", Text, nullable=False),  # JSON of messages.alert.Alert: the last word on the event
    Column("places", Text, nullable=False),  # JSON list of the places it concerns
    Column("state", String(8), nullable=False),  # "in force", "over"
    Column("reason", Text, nullable=False, server_default=""),  # why it is over
    Column("until", BigInteger, nullable=False),
    Column("told_at", BigInteger),  # when readers were last sent a message of it
    Column("changed_at", BigInteger, nullable=False),
    Index("warnings_state", "state", "until"),
)

tallies = Table(  # what became of rows that are no longer kept one by one
    "tallies",
    metadata,
    Column("publication_id", ForeignKey("publications.id", ondelete="CASCADE"), primary_key=True),
    Column("hour", BigInteger, primary_key=True),  # its start
    Column("state", String(8), primary_key=True),
    Column("number", Integer, nullable=False),
)

notes = Table(  # small facts that outlive a run: alarms, counters, the poller's offset
    "notes",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

warning_sources = Table(  # which sources are watched for warnings, and since when
    "warning_sources",
    metadata,
    Column("key", Text, primary_key=True),  # as in polls
    Column("place", Text, nullable=False),  # the one it is asked about; "": all
    Column("since", BigInteger, nullable=False),
    Column("seen_at", BigInteger),  # its first good answer: what it held is remembered and not told
)

polls = Table(  # what is known of each address that is asked, and how the last question ended
    "polls",
    metadata,
    Column("key", Text, primary_key=True),  # "open-meteo 淄博", "rss https://…": a source and what it is asked about
    Column("address", Text, nullable=False),  # validators belong to one address
    Column("etag", Text),
    Column("last_modified", Text),
    Column("next_at", BigInteger, nullable=False, server_default="0"),
    Column("asked_at", BigInteger),
    Column("good_at", BigInteger),  # the last good answer, new or not modified
    Column("failed_at", BigInteger),
    Column("error", Text),  # why the newest question failed; none after a good answer
    Column("failures", Integer, nullable=False, server_default="0"),  # in a row
    Column("detail", Text),  # what only this source needs, such as the address a first answer named
)

told_forecasts = Table(  # what readers of a place were told while it held: a span of time for each different forecast
    "told_forecasts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("place", Text, nullable=False),
    Column("date", String(10), nullable=False),
    Column("days", Text, nullable=False),  # JSON of messages.changes.Told
    Column("from_at", BigInteger, nullable=False),
    Column("to_at", BigInteger),  # none while it holds
    Index("told_forecasts_of_place", "place", "date"),
)

notices = Table(  # of whom a change was told: those who had a message of `source_id` in a span of `told_id`
    "notices",
    metadata,
    Column("told_id", ForeignKey("told_forecasts.id", ondelete="CASCADE"), primary_key=True),
    Column("source_id", BigInteger, primary_key=True),
    Column("publication_id", BigInteger, nullable=False),
    Column("place", Text, nullable=False),
    Column("date", String(10), nullable=False),
    Index("notices_of_place", "place", "date"),
)

live_forecasts = Table(
    "live_forecasts",
    metadata,
    Column("key", Text, primary_key=True),  # of the poll it came by
    Column("place", Text, nullable=False),
    Column("rank", Integer, nullable=False),  # sources in the order of the configuration: the first speaks
    Column("forecast", Text, nullable=False),  # JSON of messages.edition.Forecast
    Column("read_at", BigInteger, nullable=False),
    Index("live_forecasts_of_place", "place"),
)

feed_items = Table(
    "feed_items",
    metadata,
    Column("feed", Text, primary_key=True),  # key of the poll
    Column("identifier", Text, primary_key=True),
    Column("item", Text),  # JSON of an Article; none for what was only remembered
    Column("published_at", BigInteger),  # by the feed; when it was first seen, if that is earlier
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),  # when the feed last listed it
    Index("feed_items_new", "first_at"),
)

feedback = Table(  # what readers wrote to the newsroom
    "feedback",
    metadata,
    Column("id", Key, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),  # the answer replies to it
    Column("name", Text),  # none: its writer wants no name to be shown
    Column("text", Text, nullable=False),
    Column("language", String(5), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("told_at", BigInteger),  # when an operator was shown it
    Column("answered_at", BigInteger),
    UniqueConstraint("chat_id", "message_id", name="one_letter_a_message"),
)

places_asked = Table(  # names of places there are not, one row a chat that asked, by a mark nobody can read
    "places_asked",
    metadata,
    Column("place", Text, primary_key=True),
    Column("mark", String(16), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

moves = Table(  # settings that may be fetched from another chat with a code
    "moves",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)
