"""The servers that the tests start: Oxigraph, Virtuoso, Fuseki in memory and with TDB2, RDF4J."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pyoxigraph as ox

from servers.running import Server, free_port, installed, needs
from stikg.remote.login import Login
from stikg.store import MemoryStore

PROGRAM = shutil.which("oxigraph", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
OXIGRAPH = needs(PROGRAM, "oxigraph is not installed: pip install oxigraph")

_VIRTUOSO, _ISQL = shutil.which("virtuoso-t"), shutil.which("isql-vt") or shutil.which("isql")
#: The configuration of Debian's package.
_INI = Path("/usr/share/virtuoso-opensource-7/virtuoso.ini")
VIRTUOSO = needs(_VIRTUOSO and _ISQL, "Virtuoso is not installed: apt-get install virtuoso-opensource-7")
_FILES = {
    "Database": {
        "DatabaseFile": "virtuoso.db",
        "ErrorLogFile": "virtuoso.log",
        "LockFile": "virtuoso.lck",
        "TransactionFile": "virtuoso.trx",
        "xa_persistent_file": "virtuoso.pxa",
    },
    "TempDatabase": {"DatabaseFile": "virtuoso-temp.db", "TransactionFile": "virtuoso-temp.trx"},
}

_JAR = installed("fuseki/jena-fuseki-server-*.jar")
FUSEKI = needs(
    _JAR and shutil.which("java"), "Fuseki is not installed: STIKG_SERVERS=FOLDER .ci/servers, and set STIKG_SERVERS"
)

_WAR, _JETTY = installed("rdf4j/rdf4j-http-server-*.war"), installed("rdf4j/jetty-home-*/start.jar")
RDF4J = needs(
    _WAR and _JETTY and shutil.which("java"),
    "RDF4J Server is not installed: STIKG_SERVERS=FOLDER .ci/servers, and set STIKG_SERVERS",
)
#: The configuration of a repository, as the manual of RDF4J has it, with an index that begins with the object.
_NATIVE = """@prefix config: <http://www.openrdf.org/config/repository#> .
@prefix sail: <http://www.openrdf.org/config/sail#> .
@prefix native: <http://www.openrdf.org/config/sail/native#> .
[] a config:Repository ; config:repositoryID "stikg" ; config:repositoryImpl [
  config:repositoryType "openrdf:SailRepository" ;
  <http://www.openrdf.org/config/repository/sail#sailImpl> [
    sail:sailType "openrdf:NativeStore" ; native:tripleIndexes "spoc,posc,ospc" ] ] .
"""


class Oxigraph(Server):
    """Oxigraph, with its data on disk."""

    name, title = "oxigraph", "Oxigraph"

    @property
    def version(self) -> str:
        said = subprocess.run([str(PROGRAM), "--version"], capture_output=True, text=True, check=True)
        return said.stdout.split()[-1]

    def command(self) -> list[str]:
        bound = f"127.0.0.1:{self.port}"
        return [str(PROGRAM), "serve", "--location", str(self.folder / "data"), "--bind", bound, *self.options]

    def answers(self) -> bool:
        return b"Listening" in (self.folder / "log").read_bytes()[self._logged :]

    def prepare(self) -> None:
        log = self.folder / "log"
        self._logged = log.stat().st_size if log.exists() else 0

    def load(self, store: MemoryStore) -> None:
        """Puts the graphs of a store into the server's."""
        quads, kind = store.dataset.dump(format=ox.RdfFormat.N_QUADS), {"Content-Type": "application/n-quads"}
        urllib.request.urlopen(
            urllib.request.Request(f"{self.url}/store", quads, kind, method="POST"), timeout=60
        ).close()


class Virtuoso(Server):
    """Virtuoso with few buffers, whose user `stikg` may write by SPARQL and by the Graph Store Protocol, with digest."""

    name, title = "virtuoso", "Virtuoso"
    _ready = "/sparql?query=ASK%20%7B%7D"

    @property
    def version(self) -> str:
        said = subprocess.run([str(_VIRTUOSO), "-?"], capture_output=True, text=True, check=False)
        found = re.search(r"Version ([0-9.]+)", said.stdout + said.stderr)
        assert found, said
        return found[1]

    def command(self) -> list[str]:
        return [str(_VIRTUOSO), "-f", "-c", str(self.folder / "virtuoso.ini")]

    def prepare(self) -> None:
        ini = configparser.RawConfigParser(strict=False, inline_comment_prefixes=(";",))
        ini.optionxform = str  # type: ignore[assignment,method-assign] - it tells upper from lower case
        ini.read(_INI, encoding="utf-8")
        self.sql = free_port()
        for section, files in _FILES.items():
            for key, name in files.items():
                ini[section][key] = str(self.folder / name)
        ini["Parameters"].update(
            {
                "ServerPort": f"127.0.0.1:{self.sql}",
                "DisableUnixSocket": "1",
                "NumberOfBuffers": "20000",
                "MaxDirtyBuffers": "12000",
                "MaxQueryMem": "500M",
                "DirsAllowed": str(self.folder),
            }
        )
        ini["HTTPServer"]["ServerPort"] = f"127.0.0.1:{self.port}"
        ini["URIQA"]["DefaultHost"] = f"127.0.0.1:{self.port}"
        for option in self.options:
            place, value = option.split("=")
            section, key = place.split("/")
            ini[section][key] = value
        with (self.folder / "virtuoso.ini").open("w", encoding="utf-8") as file:
            ini.write(file)

    def furnish(self) -> None:
        self.login = Login("stikg", "secret")
        self.isql("DB.DBA.USER_CREATE ('stikg', 'secret')", 'GRANT SPARQL_UPDATE TO "stikg"')

    def isql(self, *commands: str) -> None:
        """Carries out commands as the one who runs the server."""
        command = [str(_ISQL), f"127.0.0.1:{self.sql}", "dba", "dba", "ERRORS=STDOUT", f"EXEC={'; '.join(commands)};"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Error" not in done.stdout, done.stdout


class Fuseki(Server):
    """Fuseki with one data set, /ds, in memory."""

    name, title = "fuseki", "Fuseki in memory"
    _ready = "/$/ping"
    _data: tuple[str, ...] = ("--mem",)

    @property
    def url(self) -> str:
        return f"{self.root}/ds"

    @property
    def version(self) -> str:
        found = re.search("-([0-9.]+)[.]jar", str(_JAR))
        assert found
        return found[1]

    def command(self) -> list[str]:
        java = ["java", "-Xmx2g", "-jar", str(_JAR), "--port", str(self.port), "--localhost", "--ping", "--update"]
        return [*java, *self.options, *self._data, "/ds"]


class FusekiTdb2(Fuseki):
    """Fuseki with one data set, /ds, in a folder."""

    title = "Fuseki with TDB2"
    _data = ("--tdb2", "--loc", "data")

    def prepare(self) -> None:
        (self.folder / "data").mkdir(exist_ok=True)


class Rdf4j(Server):
    """RDF4J Server with one repository, `stikg`, on disk."""

    name, title = "rdf4j", "RDF4J"
    _ready = "/rdf4j-server/protocol"

    @property
    def url(self) -> str:
        return f"{self.root}/rdf4j-server/repositories/stikg"

    @property
    def version(self) -> str:
        found = re.search("-([0-9.]+)[.]war", str(_WAR))
        assert found
        return found[1]

    def command(self) -> list[str]:
        data = f"-Dorg.eclipse.rdf4j.appdata.basedir={self.folder / 'data'}"
        java = ["java", "-Xmx2g", data, f"-Djava.io.tmpdir={self.folder}", "-jar", str(_JETTY)]
        return [*java, "--module=http,deploy", f"jetty.http.port={self.port}", "jetty.http.host=127.0.0.1"]

    def prepare(self) -> None:
        for name in ("webapps", "work"):  # without `work` Jetty unpacks into a new folder at each start
            (self.folder / name).mkdir(exist_ok=True)
        war = self.folder / "webapps" / "rdf4j-server.war"
        if not war.exists():
            war.symlink_to(str(_WAR))

    def furnish(self) -> None:
        kind = {"Content-Type": "text/turtle"}
        urllib.request.urlopen(urllib.request.Request(self.url, _NATIVE.encode(), kind, method="PUT")).close()
