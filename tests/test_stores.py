"""An edition in a remote store is whole before anybody is led to it.

The store is moto's S3 server, over HTTP on 127.0.0.1.
"""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from assay.editions.manifest import current_edition
from assay.errors import BuildError, ParameterError
from assay.stores import EDITION, send_edition
from moto.server import ThreadedMotoServer
from newsroom import Newsroom

STORE = "s3://desk/site"


class Service:
    """An S3 service that can be switched off and on again, with what it holds."""

    def __init__(self) -> None:
        self.port = 0
        self.on()

    def on(self) -> None:
        self.server = ThreadedMotoServer("127.0.0.1", self.port, verbose=True)
        self.server.start()
        _, self.port = self.server.get_host_and_port()

    def off(self) -> None:
        self.server.stop()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def read(self, path: str) -> tuple[str, str]:
        """An object as a browser gets it, by a signed address: its text, and its type."""
        with urlopen(store().url(path)) as answer:  # noqa: S310 (ours, over HTTP)
            return answer.read().decode(), answer.headers["Content-Type"]

    def leads_to(self, pointer: str = "desk/site/index.html") -> str:
        """The edition that a store's pointer names."""
        (edition,) = EDITION.findall(self.read(pointer)[0])
        return edition


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A service with one empty bucket, `desk`, and the variables that lead to it."""
    started = Service()
    monkeypatch.setenv("AWS_ENDPOINT_URL", started.address)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    urlopen(f"{started.address}/moto-api/reset", data=b"")  # noqa: S310 (ours, over HTTP)
    store().mkdir("desk")
    yield started
    started.off()


def store() -> Any:
    """The service as fsspec sees it, without a cache."""
    import fsspec

    return fsspec.filesystem("s3", skip_instance_cache=True, use_listings_cache=False)


def put_order(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Objects that were written, in the order in which the service answered."""
    lines = [record.getMessage() for record in caplog.records if record.name == "werkzeug"]
    return [found[1] for line in lines if (found := re.search(r'"PUT /desk/(\S+) HTTP', line))]


class TestAnEdition:
    def test_is_there_byte_for_byte(self, newsroom: Newsroom, service: Service) -> None:
        """Every file of the manifest, the manifest too, and nothing else."""
        newsroom.build()
        sent = send_edition(newsroom.project, STORE)
        found = current_edition(newsroom.project)
        assert found
        folder, manifest = found
        held = store().find(f"desk/site/editions/{manifest.edition}")
        names = {path.removeprefix(f"desk/site/editions/{manifest.edition}/") for path in held}
        assert names == {*manifest.files, "manifest.json"}
        assert sent.sent == sent.files == len(names)
        for name in names:
            remote = store().cat_file(f"desk/site/editions/{manifest.edition}/{name}")
            assert remote == (folder / name).read_bytes()

    def test_is_pointed_at_last(
        self, newsroom: Newsroom, service: Service, caplog: pytest.LogCaptureFixture
    ) -> None:
        """First the files, then the manifest, then the pointer: half an edition misleads nobody."""
        newsroom.build()
        with caplog.at_level(logging.INFO, "werkzeug"):
            send_edition(newsroom.project, STORE)
        order = put_order(caplog)
        edition = newsroom.current()
        assert order[-2:] == [f"site/editions/{edition}/manifest.json", "site/index.html"]
        assert order.count("site/index.html") == 1

    def test_is_found_from_the_root(self, newsroom: Newsroom, service: Service) -> None:
        """The store's own page leads there, as HTML, without a script."""
        newsroom.build()
        send_edition(newsroom.project, STORE)
        page, kind = service.read("desk/site/index.html")
        assert kind == "text/html; charset=utf-8"
        (path,) = set(re.findall(r"editions/[\w.-]+/index\.html", page))
        text, kind = service.read(f"desk/site/{path}")
        assert kind == "text/html; charset=utf-8"
        assert text == newsroom.page("index.html")
        assert "<script" not in page

    def test_follows_the_one_before(self, newsroom: Newsroom, service: Service) -> None:
        """The pointer moves on; the old edition stays at its permanent address."""
        first = newsroom.build().edition
        assert send_edition(newsroom.project, STORE).was == ""
        newsroom.release("2025-03", "2025-03-20", 90.0)
        second = newsroom.build().edition
        sent = send_edition(newsroom.project, STORE)
        assert (sent.was, sent.edition) == (first, second)
        assert service.leads_to() == second
        manifest, _ = service.read(f"desk/site/editions/{first}/manifest.json")
        assert json.loads(manifest)["edition"] == first

    def test_that_is_there_is_not_sent_again(self, newsroom: Newsroom, service: Service) -> None:
        """Nothing to send is said so."""
        newsroom.build()
        send_edition(newsroom.project, STORE)
        again = send_edition(newsroom.project, STORE)
        assert again.sent == 0
        assert str(again) == f"{STORE} has edition {newsroom.current()} already, whole."

    @pytest.mark.faults
    def test_that_was_damaged_there_is_mended(self, newsroom: Newsroom, service: Service) -> None:
        """An object of the same length and other bytes is sent again, and a lost one too."""
        newsroom.build()
        send_edition(newsroom.project, STORE)
        place = f"desk/site/editions/{newsroom.current()}"
        page = newsroom.page("index.html").encode()
        store().pipe_file(f"{place}/index.html", b"x" * len(page))
        store().rm_file(f"{place}/claims/index.html")
        assert send_edition(newsroom.project, STORE).sent == 2
        assert store().cat_file(f"{place}/index.html") == page

    @pytest.mark.faults
    def test_that_is_damaged_here_is_not_sent(self, newsroom: Newsroom, service: Service) -> None:
        """What is not what its manifest says reaches nobody."""
        newsroom.build()
        folder = (newsroom.root / "reports" / "current").resolve()
        (folder / "index.html").write_text("edited by hand", "utf-8")
        with pytest.raises(BuildError, match=r"index\.html: a file of the edition was changed"):
            send_edition(newsroom.project, STORE)
        assert store().find("desk") == []

    def test_must_exist(self, newsroom: Newsroom, service: Service) -> None:
        """Without an edition there is nothing to send."""
        with pytest.raises(BuildError, match="Nothing is published here yet: build first"):
            send_edition(newsroom.project, STORE)


class TestAStore:
    @pytest.mark.faults
    def test_that_fails_half_way_points_where_it_did(
        self, newsroom: Newsroom, service: Service
    ) -> None:
        """The last edition stands; the next attempt completes the copy."""
        first = newsroom.build().edition
        send_edition(newsroom.project, STORE)
        newsroom.release("2025-03", "2025-03-20", 90.0)
        second = newsroom.build().edition
        with pytest.raises(BuildError, match=rf"{STORE}: .* The store points where it did\."):
            send_edition(newsroom.project, STORE, say=lambda _: service.off())
        service.on()
        assert service.leads_to() == first
        assert send_edition(newsroom.project, STORE).edition == second
        assert service.leads_to() == second

    @pytest.mark.faults
    def test_without_its_bucket_is_an_error(self, newsroom: Newsroom, service: Service) -> None:
        """A bucket is never made in passing."""
        newsroom.build()
        with pytest.raises(BuildError, match="bucket does not exist"):
            send_edition(newsroom.project, "s3://elsewhere/site")

    @pytest.mark.faults
    def test_without_keys_is_an_error(
        self, newsroom: Newsroom, service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Nobody's keys are needed to say so."""
        newsroom.build()
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
        with pytest.raises(BuildError, match="Unable to locate credentials"):
            send_edition(newsroom.project, STORE)

    @pytest.mark.parametrize("address", ["site", "file:///srv", "s3://", "s3://b/x?versionId=1"])
    def test_has_an_address_of_a_known_form(self, address: str, newsroom: Newsroom) -> None:
        """Anything else is refused before a connection is tried."""
        with pytest.raises(ParameterError, match=r"expected a store, as s3://bucket/folder"):
            send_edition(newsroom.project, address)

    def test_takes_no_keys_in_its_address(self, newsroom: Newsroom) -> None:
        """A secret in an address is refused and not repeated."""
        with pytest.raises(ParameterError, match="keys do not belong in an address") as caught:
            send_edition(newsroom.project, "s3://AKIA:canary@desk/site")
        assert "canary" not in str(caught.value)

    def test_may_be_a_whole_bucket(self, newsroom: Newsroom, service: Service) -> None:
        """Without a folder, the bucket's own index.html is the pointer."""
        newsroom.build()
        send_edition(newsroom.project, "s3://desk")
        assert service.leads_to("desk/index.html") == newsroom.current()
        assert service.read("desk/index.html")[0].startswith("<!doctype html>")


def test_without_the_extra_is_said_so(newsroom: Newsroom) -> None:
    """On an installation without fsspec the message names what to install."""
    newsroom.build()
    code = (
        "import sys\nsys.modules['fsspec'] = None\nfrom pathlib import Path\n"
        "from assay.errors import BuildError\nfrom assay.paths import Project\n"
        "from assay.stores import send_edition\n"
        "try:\n    send_edition(Project(Path(sys.argv[1])), 's3://desk')\n"
        "except BuildError as error:\n    print(error)\n"
    )
    command = [sys.executable, "-c", code, str(newsroom.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "--to needs the extra `remote`: pip install 'assay[remote]'."
