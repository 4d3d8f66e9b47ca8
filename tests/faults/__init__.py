"""The fault run: the whole system on engines of its own, people who work in it, and faults among them.

`bin/faults` runs it; `test_faults.py` runs some sixty. Nothing here knows the inside of the application: people
send its forms over HTTP, a mail server takes its mails, and what is left is counted in the database and on
the disk. In the order of reading:

system.py    the engines and processes, and how one of them is killed
post.py      the mail server, which can refuse, be slow, be silent and die
disk.py      a small disk for the files, which can be full
people.py    somebody with a browser, who sends a form again when no answer comes
traffic.py   what these people do all the time
cases.py     the records they begin with, and clocks that run out meanwhile
kinds.py     the faults, each undone after a short time
count.py     what was lost or doubled, once everything is whole again
"""
