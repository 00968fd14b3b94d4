from django.urls import path

from parties.views import conflicts, employers, people

app_name = "parties"

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/find/", people.find, name="find-people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/open/", people.open_card, name="open"),
    path("people/<int:pk>/unmask/", people.unmask, name="unmask"),
    path("employers/", employers.employers, name="employers"),
    path("employers/find/", employers.find, name="find-employers"),
    path("employers/<int:pk>/", employers.employer, name="employer"),
    path("employers/<int:pk>/unmask/", employers.unmask, name="unmask-employer"),
    path("projects/<int:pk>/", employers.project, name="project"),
    path("projects/<int:pk>/edit/", employers.edit_project, name="edit-project"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
]
