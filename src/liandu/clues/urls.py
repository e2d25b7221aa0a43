"""The addresses of this stage. Keys are random: an address shows neither number nor order."""

from django.urls import path

from liandu.clues import views

app_name = "clues"
urlpatterns = [
    path("", views.home, name="home"),
    path("why/", views.sit, name="sit"),
    path("register/", views.register, name="register"),
    path("open/", views.open_own, name="open_own"),
    path("names/", views.names, name="names"),
    path("statistics/", views.statistics, name="statistics"),
    path("recusals/", views.recusals, name="recusals"),
    path("recusals/<slug:key>/end/", views.end_recusal, name="end_recusal"),
    path("lists/", views.lists, name="lists"),
    path("lists/draft/", views.draft, name="draft"),
    path("lists/<slug:key>/", views.list_, name="list"),
    path("lists/<slug:key>/add/", views.add_line, name="add_line"),
    path("lists/<slug:key>/send/", views.send, name="send"),
    path("lists/<slug:key>/sign/", views.sign, name="sign"),
    path("lists/<slug:key>/receipt/", views.receipt, name="receipt"),
    path("lists/<slug:key>/resend/", views.resend, name="resend"),
    path("lines/<slug:key>/drop/", views.drop_line, name="drop_line"),
    path("lines/<slug:key>/open/", views.open_clue, name="open"),
    path("assignments/<slug:key>/take/", views.take, name="take"),
    path("assignments/<slug:key>/progress/", views.progress, name="progress"),
    path("assignments/<slug:key>/report/", views.report, name="report"),
    path("assignments/<slug:key>/conclude/", views.conclude, name="conclude"),
    path("assignments/<slug:key>/recall/", views.recall, name="recall"),
    path("<slug:key>/", views.clue, name="clue"),
    path("<slug:key>/print/", views.print_clue, name="print"),
    path("<slug:key>/readers/", views.readers, name="readers"),
    path("<slug:key>/correct/", views.correct, name="correct"),
    path("<slug:key>/review/", views.review, name="review"),
    path("<slug:key>/propose/", views.propose, name="propose"),
    path("<slug:key>/decide/", views.decide, name="decide"),
    path("<slug:key>/restart/", views.restart, name="restart"),
    path("<slug:key>/follow-up/", views.follow_up, name="follow_up"),
    path("<slug:key>/people/", views.people, name="people"),
    path("<slug:key>/assign/", views.assign, name="assign"),
]
