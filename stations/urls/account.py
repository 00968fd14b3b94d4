"""Log-in and one's own account. Only these pages of django-allauth are reachable; the rest has no address."""

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from stations import stepup
from stations.views import account as views

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("login/code/", views.second_step, name="mfa_authenticate"),
    path("login/passkey/", login_not_required(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("logout/", login_not_required(account.logout), name="account_logout"),
    path("first/<str:secret>/", views.first_password, name="account_first_password"),
    path("confirm/", views.confirm, name="account_reauthenticate"),
    path("enrol/", views.enrol, name="account_enrol"),
    path("password/", account.password_change, name="account_change_password"),
    path("factors/", views.factors_held, name="mfa_index"),
    path("factors/app/", stepup.required(totp.activate_totp), name="mfa_activate_totp"),
    path("factors/app/remove/", stepup.required(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("factors/codes/", stepup.required(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "factors/codes/new/",
        stepup.required(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("factors/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("factors/passkeys/add/", stepup.required(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "factors/passkeys/<int:pk>/remove/", stepup.required(views.remove_passkey), name="mfa_remove_webauthn"
    ),
]
