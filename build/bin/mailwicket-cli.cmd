@echo off
rem The command that comes with the desktop application. It runs on this machine's Node.
where /q node || (echo mailwicket-cli: Node 20.19 or later is needed, and there is no node on the PATH. 1>&2 & exit /b 1)
node --max-semi-space-size=1 "%~dp0..\cli\dist\command\mailwicket.js" %*
