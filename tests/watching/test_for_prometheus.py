"""What Prometheus and Grafana are given in deploy/watching: alerts and a dashboard, about numbers that kiosks give.

Grafana itself is in no Debian; its JSON is held to what it does with it. promtool comes with Debian's prometheus, which
is large: without it these tests are skipped.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from machines import HEALTH, good_machine, write

from kiosk.doctor import checks
from kiosk.health import Number, numbers
from kiosk.settings import Settings
from kiosk.watching.looks import Pack, Packs, Unit

HERE = Path(__file__).parents[2] / "deploy" / "watching"
RULES = yaml.safe_load((HERE / "alerts.yaml").read_text("utf-8"))["groups"][0]["rules"]
DASHBOARD = json.loads((HERE / "dashboard.json").read_text("utf-8"))
PANELS = DASHBOARD["panels"]
QUERIES = [target["expr"].replace("$instance", ".*") for panel in PANELS for target in panel["targets"]]
promtool = pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not installed (Debian's prometheus)")


@pytest.fixture
def ill(tmp_path) -> list[Number]:
    """All that a kiosk says on which everything is wrong."""
    machine = good_machine(
        tmp_path, packs=lambda settings: Packs([Pack("base", "vlaanderen", "1", "gift-maan-boot")]),
        free_bytes=lambda _: 10**8,
        clock_synchronised=lambda: "no",
        units=lambda: {"kiosk-app.service": Unit(True, "active", 40)})
    for name, content in {
        "class/thermal/thermal_zone0/temp": "91000", "class/hwmon/hwmon1/in0_lcrit_alarm": "1",
        "block/mmcblk0/device/life_time": "0x0a 0x01", "fs/ext4/mmcblk0p2/errors_count": "7",
        "devices/platform/soc/soc:firmware/get_throttled": "f000f",
    }.items():
        write(machine.root / "sys" / name, content)
    write(machine.root / machine.last_update, '{"outcome": "came back", "why": "", "new": "2"}')
    write(machine.root / "run/kiosk/health.json", json.dumps({**HEALTH, "sound": "none", "renderer": "llvmpipe"}))
    return [*numbers(checks(Settings(), (), machine), machine, Settings(), now=100.0)]


def names(query: str) -> set[str]:
    return set(re.findall(r"\bkiosk_\w+", query))


def test_each_alert_and_each_panel_is_about_numbers_that_a_kiosk_gives(ill):
    given = {number.name for number in ill}
    for query in (*QUERIES, *(rule["expr"] for rule in RULES)):
        assert names(query) and names(query) <= given, query
    assert all(rule["annotations"]["remedy"] for rule in RULES)
    labels = {label for number in ill for label, _ in number.labels} | {"instance", "job"}
    for query in QUERIES:
        grouped = {word for group in re.findall(r"by \(([^)]*)\)", query) for word in group.split(", ")}
        assert grouped <= labels, query


def test_every_number_is_told_in_the_manual(ill):
    manual = (HERE.parents[1] / "docs/tasks/watch-many-kiosks.md").read_text("utf-8")
    for number in ill:
        assert f"`{number.name}" in manual, number.name


@promtool
def test_the_alerts_do_what_they_say():
    done = subprocess.run(["promtool", "test", "rules", "alerts.test.yaml"], cwd=HERE, capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@promtool
def test_every_panel_shows_something_where_everything_is_wrong(ill, tmp_path):
    series = []
    for one in ill:
        labels = ",".join(f"{key}={json.dumps(value)}" for key, value in (*one.labels, ("instance", "ill")))
        values = f"{float(one.value)}x30" if one.kind == "gauge" else "0+1x30"
        series.append({"series": f"{one.name}{{{labels}}}", "values": values})
    wanted = []
    for panel in PANELS:
        # A single figure is shown anyway: here it may not be 0.
        some = "sum" if panel["type"] == "stat" else "count"
        wanted += [{"expr": f"{some}({target['expr'].replace('$instance', '.*')}) > bool 0", "eval_time": "29m",
                    "exp_samples": [{"labels": "{}", "value": 1}]} for target in panel["targets"]]
    (tmp_path / "test.yaml").write_text(yaml.safe_dump({"evaluation_interval": "1m", "tests": [
        {"interval": "1m", "input_series": series, "promql_expr_test": wanted}]}))
    done = subprocess.run(["promtool", "test", "rules", tmp_path / "test.yaml"], capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_grafana_finds_what_it_needs():
    assert DASHBOARD["uid"] and DASHBOARD["title"] and DASHBOARD["schemaVersion"] >= 36
    assert [variable["name"] for variable in DASHBOARD["templating"]["list"]] == ["datasource", "instance"]
    assert len({panel["id"] for panel in PANELS}) == len(PANELS) == len({panel["gridPos"]["y"] * 100
                                                                         + panel["gridPos"]["x"] for panel in PANELS})
    for panel in PANELS:
        assert panel["title"] and panel["description"] and panel["type"] in {
            "stat", "table", "bargauge", "timeseries", "state-timeline"}
        for target in panel["targets"]:
            assert target["datasource"] == panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
            assert target["refId"] and "$instance" in target["expr"]
            assert target["instant"] != target["range"]


def test_panels_stand_in_the_grid_beside_each_other():
    def spans(panel: dict) -> tuple[range, range]:
        at = panel["gridPos"]
        return range(at["x"], at["x"] + at["w"]), range(at["y"], at["y"] + at["h"])

    assert all(spans(panel)[0].stop <= 24 for panel in PANELS)
    for one, other in combinations(PANELS, 2):
        assert not all(set(mine) & set(theirs) for mine, theirs in zip(spans(one), spans(other), strict=True)), (
            f"{one['title']} lies on {other['title']}")
