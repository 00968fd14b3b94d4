from django.urls import path

from law.views import entitlements, parameters, rules, triage

app_name = "law"
urlpatterns = [
    path("law/", rules.rule_list, name="rules"),
    path("law/print/", rules.rule_sheet, name="sheet"),
    path("law/count/", rules.count, name="count"),
    path("law/calendar/", rules.calendar_page, name="calendar"),
    path("law/rules/<str:code>/", rules.rule_page, name="rule"),
    path("law/entitlements/", entitlements.entitlements, name="entitlements"),
    path("law/entitlements/<str:name>/", entitlements.entitlement, name="entitlement"),
    path("law/triage/", triage.triage, name="triage"),
    path("law/parameters/", parameters.parameters, name="parameters"),
    path("law/parameters/<int:pk>/", parameters.parameter, name="parameter"),
]
