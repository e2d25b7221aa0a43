"""The addresses of this stage."""

from django.urls import path

from liandu.supervision.views import after, review

app_name = "supervision"
urlpatterns = [
    path("", review.queue, name="queue"),
    path("sign/", review.sign_many, name="sign_many"),
    path("requests/<int:pk>/", review.review, name="review"),
    path("requests/<int:pk>/sign/", review.sign, name="sign"),
    path("requests/<int:pk>/finish/", review.finish, name="finish"),
    path("requests/<int:pk>/form/", review.form_paper, name="form"),
    path("items/<int:pk>/site-check/", after.note_site_check, name="note_site_check"),
    path("site-checks/<int:pk>/file/", after.site_file, name="site_file"),
    path("items/<int:pk>/reopen/", after.ask_reopening, name="ask_reopening"),
    path("reopenings/<int:pk>/", after.reopening, name="reopening"),
    path("reopenings/<int:pk>/confirm/", after.confirm_reopening, name="confirm_reopening"),
    path("reopenings/<int:pk>/decline/", after.decline_reopening, name="decline_reopening"),
    path("reopenings/<int:pk>/take-back/", after.take_back_reopening, name="take_back_reopening"),
    path("items/<int:pk>/end/", after.end_item, name="end_item"),
]
