"""A desktop's session of a test's own: a D-Bus, and GNOME Keyring as its Secret Service."""

import contextlib
import subprocess

import secretstorage
from jeepney import DBusAddress, DBusErrorResponse, new_method_call
from jeepney.io.blocking import open_dbus_connection
from secretstorage.util import format_secret, open_session

from tegata import until

# Its own interface, for what otherwise needs a person at a dialog.
INTERNAL = DBusAddress(
    "/org/freedesktop/secrets",
    "org.freedesktop.secrets",
    "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
)


class Bus:
    """A session bus; where `service` says so, with a keyring on it, and with `display` one to ask a person on."""

    def __init__(self, directory, service=True, display=False):
        self.directory = directory
        run = directory / "run"
        run.mkdir(parents=True, mode=0o700)
        self.environment = {"XDG_RUNTIME_DIR": run, "XDG_DATA_HOME": directory / "data"}
        self.processes = []
        self.log = directory / "log"
        configuration = directory / "bus.conf"
        if display:
            # Unasked, it begins anew when its only client has gone, and refuses the one that comes meanwhile.
            whole = ["-screen", "0", "800x600x24", "-nolisten", "tcp", "-noreset"]
            screen = self.start("Xvfb", "-displayfd", "1", *whole)
            self.environment["DISPLAY"] = f":{screen.stdout.readline().strip()}"
        # Without a display it starts no service by itself; with one, the program that shows dialogs.
        services = "<servicedir>/usr/share/dbus-1/services</servicedir>" if display else ""
        configuration.write_text(
            "<!DOCTYPE busconfig PUBLIC '-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN'"
            " 'http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd'>"
            f"<busconfig><type>session</type><listen>unix:path={run / 'bus'}</listen>{services}"
            "<policy context='default'><allow send_destination='*' eavesdrop='true'/>"
            "<allow eavesdrop='true'/><allow own='*'/></policy></busconfig>"
        )
        bus = self.start("dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address=1")
        self.address = bus.stdout.readline().strip()
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.address
        if service:
            keyring = self.start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
            keyring.stdin.write("login password")
            keyring.stdin.close()
            self.connection = until(self.connected, "the keyring answering")
            self.session = open_session(self.connection)

    def start(self, *command):
        variables = {name: str(value) for name, value in self.environment.items()}
        with open(self.log, "a") as log:
            process = subprocess.Popen(
                command, env={"PATH": "/usr/bin:/bin", "HOME": str(self.directory), **variables}, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def connected(self):
        with contextlib.suppress(secretstorage.SecretStorageException, DBusErrorResponse):
            connection = open_dbus_connection(bus=self.address)
            list(secretstorage.get_all_collections(connection))
            return connection

    def make_collection(self, label):
        """A collection as a person makes one who answers the dialog, and the call that unlocks it again."""
        password = format_secret(self.session, b"collection password", "text/plain")
        label = {"org.freedesktop.Secret.Collection.Label": ("s", label)}
        body = self.ask("CreateWithMasterPassword", "a{sv}(oayays)", (label, password))
        return secretstorage.Collection(self.connection, body[0])

    def answer(self, asking, *answers):
        """Types into the dialog that comes for the call `asking`: one answer a field."""

        def asked():
            # A call that ended has asked nobody.
            assert not asking.done(), f"no dialog: {asking.exception()}\n{self.log.read_text()}"
            return self.dialog()

        # A service starts another program for it, which takes its time on a busy machine.
        window = until(asked, "a dialog", seconds=90)
        # Nothing else gives it the focus: there is no window manager.
        self.tool("windowfocus", "--sync", window)
        for number, answer in enumerate(answers):
            if number:
                self.tool("key", "Tab")
            self.tool("type", "--delay", "20", answer)
        self.tool("key", "Return")
        until(lambda: not self.dialog(), "the dialog closing")

    def dialog(self):
        """The window that is neither the whole screen nor a speck."""
        for window in self.tool("search", "--onlyvisible", "--name", ".*").split():
            lines = self.tool("getwindowgeometry", "--shell", window).splitlines()
            place = dict(line.split("=", 1) for line in lines)
            if 100 < int(place.get("WIDTH", 0)) < 800:
                return window
        return None

    def tool(self, *words):
        variables = {name: str(value) for name, value in self.environment.items()}
        done = subprocess.run(
            ["xdotool", *words], env={"PATH": "/usr/bin:/bin", **variables}, capture_output=True, text=True, timeout=60
        )
        return done.stdout

    def ask(self, method, signature, body):
        return self.connection.send_and_get_reply(new_method_call(INTERNAL, method, signature, body)).body

    def stop(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()
