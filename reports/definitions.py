"""The name and the definition of every published figure, as the screen, the sheets and programs show them.

The Chinese of each name is the term of the statistics sheets; a figure of another name is another figure.
"""

from django.utils.translation import gettext_lazy as _

# Code → (name, definition).
DEFINITIONS = {
    "consultations": (
        _("Consultations (matters)"),
        _("Matters with which workers came or called in the period, whatever became of them; each once."),
    ),
    "consultation_times": (
        _("Consultations (person-times)"),
        _("Visits, calls and messages of workers to us in the period. One worker may count several times; calls "
          "we made and letters we sent are not counted."),
    ),
    "workers_served": (
        _("Workers served (persons)"),
        _("Different workers who came with a matter in the period, each counted once."),
    ),
    "person_times": (
        _("Workers served (person-times)"),
        _("Every contact with a worker in the period, in either direction. One worker may count several times."),
    ),
    "received": (
        _("Visits (applications)"),
        _("Applications registered in the period, accepted or not; a consultation that led to none is not counted."),
    ),
    "accepted": (
        _("Cases accepted"),
        _("Cases whose day of acceptance lies in the period."),
    ),
    "carried": (
        _("Cases carried over"),
        _("Cases accepted before the period and not handled when it began."),
    ),
    "handled": (
        _("Cases handled"),
        _("Cases whose handling ended in the period: agreement effective, failed, withdrawn or handed over."),
    ),
    "handling_rate": (
        _("Handling rate"),
        _("Cases handled ÷ (cases carried over + cases accepted). A single month has no rate."),
    ),
    "on_time_rate": (
        _("Rate handled on time"),
        _("Of the cases handled in the period, those for which the period of mediation, extensions included, "
          "had not gone by ÷ cases handled."),
    ),
    "closed": (
        _("Cases closed"),
        _("Accepted cases closed in the period: money followed up and file complete."),
    ),
    "closing_rate": (
        _("Closing rate"),
        _("Cases closed ÷ (cases accepted before the period and not closed when it began + cases accepted). Not the "
          "handling rate."),
    ),
    "open": (
        _("Cases in hand at the end"),
        _("Cases accepted and not yet handled on the last day of the period: carried over + accepted − handled."),
    ),
    "overdue": (
        _("Cases over term"),
        _("Of the cases in hand now, those with a statutory day of ours gone by; money, the limitation and what "
          "others owe us are not counted."),
    ),
    "average_days": (
        _("Average days of handling"),
        _("Natural days from acceptance to the end of handling, for the cases handled in the period."),
    ),
    "median_days": (
        _("Median days of handling"),
        _("Half of the cases handled in the period took no longer, in natural days; more than a year counts as a year."),
    ),
    "people": (
        _("Workers concerned"),
        _("Head-count of the cases accepted in the period: all members of a group, also those not on its roster. A "
          "worker with two cases counts in both."),
    ),
    "in_dispute": (
        _("Amount in dispute"),
        _("What was claimed in the cases accepted in the period, as last amended."),
    ),
    "agreed": (
        _("Amount agreed"),
        _("What agreements that took effect in the period grant."),
    ),
    "received_money": (
        _("Amount received"),
        _("Money that reached the workers themselves in the period, by the day it did; collected by another "
          "or promised is not counted."),
    ),
    "loss_recovered": (
        _("Losses recovered for workers"),
        _("On the basis of receipt: the same money as the amount received, each yuan once. What is agreed and not "
          "yet received is never added to it."),
    ),
    "unpaid_overdue": (
        _("Amount overdue"),
        _("What was promised by today in cases that are not closed, and the worker has neither received nor given up."),
    ),
    "succeeded": (
        _("Mediations that succeeded"),
        _("Mediations ended in the period by an effective written agreement."),
    ),
    "success_rate": (
        _("Mediation success rate"),
        _("Mediations that succeeded ÷ mediations ended in the period by success or failure; not accepted, "
          "withdrawn and handed-over matters are outside."),
    ),
    "success_per_accepted": (
        _("Successful mediations per case accepted"),
        _("Mediations that succeeded ÷ cases accepted in the period. Not the mediation success rate."),
    ),
    "mediated_share": (
        _("Share of cases handled by mediation"),
        _("Mediations that succeeded ÷ cases handled in the period. Not the mediation success rate."),
    ),
    "performance_rate": (
        _("Agreements kept"),
        _("Agreements performed in full ÷ agreements whose last instalment fell due in the period."),
    ),
    "performance_by_amount": (
        _("Agreements kept, by amount"),
        _("What was received on the instalments that fell due in the period ÷ what they come to, in yuan."),
    ),
    "on_the_spot_rate": (
        _("Rate paid on the spot"),
        _("Agreements paid in full on the day of signing ÷ mediations that succeeded in the period."),
    ),
    "confirmed": (
        _("Judicial confirmations"),
        _("Agreements that became enforceable in the period by judicial confirmation."),
    ),
    "reviewed": (
        _("Agreements reviewed by arbitration"),
        _("Agreements that became enforceable in the period by arbitration review."),
    ),
    "confirm_rate": (
        _("Agreements made enforceable"),
        _("(Judicial confirmations + agreements reviewed by arbitration) ÷ mediations that succeeded in the period."),
    ),
    "aid": (
        _("Legal-aid cases"),
        _("Cases accepted in the period with aid beyond advice: drafting, mediation, representation."),
    ),
    "aid_handled": (
        _("Legal-aid cases handled"),
        _("Cases handled in the period with aid beyond advice."),
    ),
    "aid_won": (
        _("Favourable results of legal aid"),
        _("Representations concluded in the period that were won, won in part or settled ÷ those concluded."),
    ),
    "final_award_rate": (
        _("Rate of final awards"),
        _("Cases with a final arbitral award ÷ cases with an arbitral award, of the awards on record that were served "
          "in the period. An award that is not final is on record once it is in force or sued upon."),
    ),
    "post_award_suit_rate": (
        _("Rate of suits upon awards"),
        _("Arbitral awards that a side took to court within its fifteen days ÷ arbitral awards, of those on record that "
          "were served in the period; an award upon which both sides sued counts once."),
    ),
    "groups": (
        _("Group disputes (ten or more)"),
        _("Cases accepted in the period that concern ten workers or more."),
    ),
    "group_people": (
        _("Workers in group disputes (ten or more)"),
        _("Head-count of the group disputes accepted in the period."),
    ),
    "major": (
        _("Major labour disputes (a hundred or more)"),
        _("Cases accepted in the period that concern a hundred workers or more."),
    ),
    "major_people": (
        _("Workers in major labour disputes (a hundred or more)"),
        _("Head-count of the major labour disputes accepted in the period."),
    ),
    "special_reports": (
        _("Special reports on major disputes"),
        _("Special reports numbered in the period, first, further and final ones; void ones are not counted."),
    ),
    "letters_reminder": (
        _("Reminder letters"),
        _("Reminder letters 提示函 signed off in the period; void ones are not counted."),
    ),
    "letters_opinion": (
        _("Opinion letters"),
        _("Opinion letters 意见书 signed off in the period; void ones are not counted."),
    ),
    "letters_suggestion": (
        _("Suggestion letters"),
        _("Suggestion letters 建议书 signed off in the period; void ones are not counted."),
    ),
    "letter_reply_rate": (
        _("Reply rate of supervision letters"),
        _("Letters answered in writing by their last day ÷ letters signed off in the period, all three kinds together."),
    ),
    "letter_mended_rate": (
        _("Rate of letters put right"),
        _("Letters whose demands were met ÷ letters signed off in the period, all three kinds together."),
    ),
    "arrears_cases": (
        _("Wage arrears, cases"),
        _("Cases accepted in the period in which a worker claims unpaid wages."),
    ),
    "arrears_people": (
        _("Wage arrears, persons"),
        _("Different workers on the rosters of these cases who claim unpaid wages."),
    ),
    "arrears_amount": (
        _("Wage arrears, amount"),
        _("The unpaid wages these workers claim, in yuan: in dispute, not received."),
    ),
    "migrant_cases": (
        _("Wage arrears of migrant workers, cases"),
        _("Cases accepted in the period in which a migrant worker claims unpaid wages."),
    ),
    "migrant_people": (
        _("Wage arrears of migrant workers, persons"),
        _("Different migrant workers on the rosters of these cases who claim unpaid wages."),
    ),
    "migrant_amount": (
        _("Wage arrears of migrant workers, amount"),
        _("The unpaid wages these workers claim, in yuan: in dispute, not received."),
    ),
    "platform_people": (
        _("Workers in new forms of employment"),
        _("Different workers in new forms of employment who are applicants in the cases accepted in the period."),
    ),
    "referral_in": (
        _("Matters entrusted to us"),
        _("Matters that arbitration and courts advised, delegated or entrusted to us, received in the period."),
    ),
    "referral_out": (
        _("Matters sent to other bodies"),
        _("Matters sent to another body in the period, except those recalled and those sent to a station of ours."),
    ),
    "referral_success_rate": (
        _("Success rate of entrusted mediation"),
        _("Of the entrusted matters whose mediation ended in the period by success or failure, those that succeeded."),
    ),
    "follow_up_rate": (
        _("Call-back rate"),
        _("Cases whose worker was reached ÷ cases whose call-back after closing fell due in the period."),
    ),
    "satisfaction": (
        _("Satisfaction"),
        _("Very satisfied and satisfied ÷ workers reached in these call-backs who answered; always read with the "
          "call-back rate."),
    ),
    "handled_late": (
        _("Cases handled after their period"),
        _("Cases handled in the period when the period of mediation, extensions included, had gone by."),
    ),
    "due_soon": (
        _("Cases due soon"),
        _("Of the cases in hand now, those with a statutory day of ours today or within three days."),
    ),
    "waiting": (
        _("Cases waiting for others"),
        _("Cases sent to another body that has not answered yet, as it stands now."),
    ),
    "late_at_others": (
        _("Cases late at others"),
        _("Cases for which another body or a commissioned lawyer has let the day of the answer go by, as it stands now."),
    ),
    "ways": (
        _("Ways decided on"),
        _("Matters whose last decision on the way to go lies in the period: consultations that became no case are "
          "among them, so it may be more than the cases accepted."),
    ),
    "otherwise": (
        _("Other ways than recommended"),
        _("Matters whose last decision on the way to go lies in the period and took none of the recommended "
          "ways; each with its reason."),
    ),
}  # fmt: skip
