"""aerc in a terminal: when its index shows a message it is told to write that to standard output and to leave."""

import os
import pty
import select
import sys

os.mkfifo("message")
message = os.open("message", os.O_RDONLY | os.O_NONBLOCK)
pid, terminal = pty.fork()
if pid == 0:
    os.execvp("aerc", ["aerc"])

shown, fetched = b"", b""
asked, leaving = False, False


def type_command(command):
    os.write(terminal, f":{command}\r".encode())


while True:
    # of a pipe that nobody has opened for writing yet nothing can be read
    ready, _, _ = select.select([terminal, message] if asked else [terminal], [], [])
    if terminal in ready:
        try:
            shown += os.read(terminal, 65536)
        except OSError:
            # it has left
            break
        if not asked and b"subject:" in shown:
            asked = True
            type_command(f"pipe -bm tee {os.path.abspath('message')}")
        if not asked and not leaving and b"Disconnected" in shown:
            leaving = True
            type_command("quit -f")
    if message in ready:
        part = os.read(message, 65536)
        fetched += part
        if not leaving and fetched and not part:
            leaving = True
            type_command("quit -f")

os.waitpid(pid, 0)
sys.stdout.buffer.write(fetched)
sys.stderr.buffer.write(shown)
sys.exit(0 if fetched else 1)
