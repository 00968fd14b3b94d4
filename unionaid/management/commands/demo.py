from datetime import date
from itertools import chain

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from cases.models import Case
from parties.models import Employer
from reports.rollup import compact
from stations.models import Organisation
from unionaid import keys
from unionaid.demo import stories
from unionaid.demo.awards import award_some
from unionaid.demo.copying import multiply
from unionaid.demo.figures import settle_figures
from unionaid.demo.letters import write_letters
from unionaid.demo.live import Live
from unionaid.demo.names import Invented
from unionaid.demo.network import City, settle_network
from unionaid.demo.plans import Past, station_weights
from unionaid.demo.reporting import report_some
from unionaid.demo.writing import Writer, invent_employers

FOLDED_AT_ONCE = 1_000_000  # deltas; a past in bulk changes the same sums again and again
SEED = 2000  # synthetic cases that are drawn one by one; more are copies of these


class Command(BaseCommand):
    help = (
        "Builds the demo city 示范区总工会 in an empty database; with --cases N adds N synthetic cases to it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="the day it is anchored to (default: today)"
        )
        parser.add_argument("--cases", type=int, default=0, help="add this many synthetic cases of the past")

    def handle(self, *, as_of, cases, **options):
        as_of = as_of or timezone.localdate()
        if cases:
            self.add_cases(cases, as_of)
        else:
            self.build(as_of)
        while compact(batch=FOLDED_AT_ONCE):
            pass
        tidy()

    def build(self, as_of):
        if Organisation.objects.exists():
            raise CommandError("There are organisations already; the demo city wants an empty database.")
        settings.DEMO = True  # papers bear the mark of a sample from the first one on
        invented = Invented(f"示范区 {as_of}")
        city = settle_network(keys.demo_password(settings.DATA), invented)
        settle_figures(by=city.log_ins["dispatcher"], checked_by=city.log_ins["leader"])
        self.say("the network stands")
        live, every = Live(city, invented, as_of), [*stories.special(), *stories.current()]
        special = stories.special()
        special[0].days_ago = (as_of - stories.THIRTY_EIGHT_CAME).days
        for story in special:
            live.run(story)
        self.past(city, invented, as_of, every)
        tidy()
        award_some(city, as_of)
        for story in stories.current():
            live.run(story)
        self.say("the open cases stand; printing and sealing their agreements")
        live.seal_all()
        report_some(city, as_of)
        write_letters(city, as_of)
        self.say("the demo city stands")

    def past(self, city, invented, as_of, every):
        """Seven years in bulk: the stations' cases and enquiries, and the quick centre's cases."""
        past = Past(invented, as_of, station_weights(city.stations))
        at_stations = past.cases(stories.stations_past(every))
        heads = sum(plan.heads for plan in at_stations)
        live_heads = sum(story.heads for story in every if story.place != "quick")
        enquiries = past.enquiries(stories.WORKERS_SERVED - heads - live_heads, stories.STATIONS_SINCE)
        at_quick = Past(invented, as_of, [(city.places["quick"], 1)]).cases(
            stories.quick_past(), only_pay=True
        )
        plans = sorted(chain(at_stations, at_quick, enquiries), key=lambda plan: plan.received_on)
        writer = Writer(city, invented, invent_employers(invented, 320))
        for done in writer.write(plans):
            self.say(f"history: {done} of {len(plans)} matters")

    def add_cases(self, number, as_of):
        """Synthetic cases of the stations' past, for measuring with a large archive."""
        if not Organisation.objects.exists():
            raise CommandError("Build the demo city first: run “demo” without --cases.")
        invented = Invented(f"示范区 {as_of} {Organisation.objects.count()} {number}")
        city = City.of_database()
        past = Past(invented, as_of, station_weights(city.stations))
        last = Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        plans = past.synthetic(min(number, SEED))
        serial = 100_000 + Employer.objects.count()
        writer = Writer(
            city, invented, invent_employers(invented, max(50, min(number, SEED) // 10), start=serial)
        )
        for done in writer.write(plans):
            self.say(f"{done} of {number} cases")
        written = list(Case.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True))
        for done in multiply(written, number - len(written)):
            self.say(f"{len(written) + done} of {number} cases")

    def say(self, words):
        self.stdout.write(words)
        self.stdout.flush()


def tidy():
    """What a bulk load leaves, tables the planner believes empty and folded deltas to be passed over by every sum,
    costs minutes in what follows; the server would tidy up by and by."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")
