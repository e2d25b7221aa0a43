"""The addresses of this stage."""

from django.urls import path

from liandu.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.home, name="home"),
    path("pack/", views.pack, name="pack"),
    path("packages/<int:pk>/", views.package, name="package"),
    path("packages/<int:pk>/file/", views.package_file, name="package_file"),
    path("receive/", views.receive, name="receive"),
    path("arrivals/<int:pk>/", views.arrival, name="arrival"),
    path("arrivals/<int:pk>/open/", views.open_arrival, name="open"),
    path("arrivals/<int:pk>/match/", views.match_unit, name="match_unit"),
    path("arrivals/<int:pk>/link/", views.link_round, name="link_round"),
    path("arrivals/<int:pk>/discard/", views.discard, name="discard"),
    path("arrivals/<int:pk>/receipt/", views.receipt_file, name="receipt_file"),
    path("sealed/", views.sealed_parts, name="sealed_parts"),
    path("sealed/<slug:key>/", views.sealed_part, name="sealed_part"),
    path("sealed/<slug:key>/open/", views.open_sealed, name="open_sealed"),
    path("sealed/<slug:key>/discard/", views.discard_sealed, name="discard_sealed"),
    path("sealed/<slug:key>/receipt/", views.sealed_receipt_file, name="sealed_receipt_file"),
    path("receipt/", views.receipt, name="receipt"),
    path("keys/", views.make_keys, name="make_keys"),
    path("card/", views.card, name="card"),
    path("peers/add/", views.add_peer, name="add_peer"),
    path("peers/<int:pk>/retire/", views.retire_peer, name="retire_peer"),
]
