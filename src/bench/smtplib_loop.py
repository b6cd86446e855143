# The dialogue of the benchmark in Python: smtplib_loop.py PORT SESSIONS RECIPIENT
import smtplib
import sys

port, sessions, rcpt = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
for _ in range(sessions):
    client = smtplib.SMTP("127.0.0.1", port, local_hostname="client.test")
    client.ehlo()
    client.mail("sender@client.test")
    client.rcpt(rcpt)
    client.quit()
