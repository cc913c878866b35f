"""The ordered passes of the whole run; faces call these; nothing here parses arguments or prints.

`understanding` goes from files to the conceptual model; `designing` from there to all models, asks real servers and
makes the files. The two are imported apart: who only wants to know what documents say does not wait for the rest.
"""
