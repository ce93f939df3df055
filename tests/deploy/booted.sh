#!/bin/bash
# Runs within the booted Debian, as a unit: what happens to the kiosk when it is killed, frozen and left without a screen.
# Prints one "name value" a line; the test reads them. The machine is switched off at the end.
exec >/booted.log 2>/booted.errors
tell() { echo "$*"; }
pid() { systemctl show -P MainPID kiosk-app.service; }
comes_up() { # the process that it must not be any more; waits a minute at most
  for _ in $(seq 240); do
    now=$(pid)
    if [ "$(systemctl is-active kiosk-app.service)" = active ] && [ "$now" != 0 ] && [ "$now" != "$1" ]; then
      echo yes
      return
    fi
    sleep 0.25
  done
  echo no
}
tell up "$(comes_up none)"
for _ in $(seq 80); do pgrep -f kiosk.speech.render >/dev/null && break; sleep 0.25; done
sleep 1 # a voice that ends at once would still be seen in its first moment
tell voice "$(pgrep -cf kiosk.speech.render)"
tell user "$(ps -o user= -p "$(pid)")"
tell ports "$(ss -Htuln | wc -l)"
tell firewall "$(systemctl is-active kiosk-firewall.service)" "$(nft list table inet kiosk | grep -c 'policy drop')"
tell masked "$(systemctl is-enabled autovt@.service)" "$(systemctl is-enabled debug-shell.service)"
old=$(pid); kill -KILL "$old"; tell killed "$(comes_up "$old")"
old=$(pid); kill -STOP "$old"; tell frozen "$(comes_up "$old")"
old=$(pid); kill -KILL "$(systemctl show -P MainPID kiosk-x.service)"; tell screen "$(comes_up "$old")"
lit() { systemctl show -P ExecMainStartTimestampMonotonic kiosk-backlight.service; }
before=$(lit); setpriv --reuid=kiosk --clear-groups touch /run/kiosk/dark
for _ in $(seq 40); do [ "$(lit)" != "$before" ] && break; sleep 0.25; done
tell light "$([ "$(lit)" != "$before" ] && systemctl show -P Result kiosk-backlight.service)"
systemctl poweroff
