"""WeasyPrint, measured by `insignia bench certificates`.

The first line of input is the job: {"pages": {"en": "<html…>", …}, "attachment": "…"}. The answer to
it is this program's name. Then "en 3" writes that page three times, with tags and with the
credential attached; the answer is the microseconds of the processor's time for one, of all threads
of this process. "memory" is answered with the largest resident memory so far, in KiB.
"""

import json
import logging
import resource
import sys
import time

import weasyprint
from weasyprint.text.fonts import FontConfiguration

logging.getLogger("weasyprint").addHandler(logging.NullHandler())


def write(page, attachment, fonts):
    attached = weasyprint.Attachment(string=attachment, name="credential.json", relationship="Source")
    document = weasyprint.HTML(string=page)
    written = document.write_pdf(attachments=[attached], pdf_tags=True, font_config=fonts)
    if not written.startswith(b"%PDF-"):
        raise SystemExit("no PDF was written")


def main():
    job = json.loads(sys.stdin.readline())
    fonts = FontConfiguration()
    print(f"WeasyPrint {weasyprint.__version__}", flush=True)
    for line in sys.stdin:
        if line.strip() == "memory":
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
            continue
        name, count = line.split()
        before = time.process_time()
        for _ in range(int(count)):
            write(job["pages"][name], job["attachment"], fonts)
        print((time.process_time() - before) / int(count) * 1e6, flush=True)


if __name__ == "__main__":
    main()
