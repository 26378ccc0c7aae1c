"""scardesk numbers acne scars once and follows them for life, offline.

A library holds patients; a patient has visits and scars; a visit has photos; a mark is a scar as
seen in one photo.  Everything that a clinician makes is a frozen value; every action is one change
in a hash-chained log; the current state is a view of that log.  This is the map of the rooms: arrows
point down it, and a test keeps it true.

    __main__                        where scardesk starts: words after the name go to the CLI, none opens

    gui                             everything that knows Qt: the window on the record
    gui/app                         starting the window
    gui/portrait                    a screenshot of the window without a display, for scardesk demo
    gui/window                      the one window: its frame, its banner, how libraries open in it
    gui/window/banner               who is on the desk
    gui/window/chores               what the window does for any page: the dialogs
    gui/window/frame                the window: pages, actions, notices, progress
    gui/window/messages             what the window says about what was just done, and the work under way
    gui/window/opening              how libraries come and go in the window
    gui/pages                       the pages of the window
    gui/pages/compare               the page that shows two visits of one view
    gui/pages/compare/bar           the bar below the photos: which two, how they are seen, and what may be
    gui/pages/compare/page          the Compare page: two visits of one view, and whether they may be compared
    gui/pages/compare/reasons       why a pair may be compared, or not: the panel beside the photos
    gui/pages/compare/series        which photos of a record can be put side by side
    gui/pages/compare/words         what the compare page says about a pair, in words
    gui/pages/mark                  numbering scars on one photo, and confirming the numbers of the visit
    gui/pages/mark/carry            carrying numbers over: what the answers to waiting numbers do
    gui/pages/mark/edits            what a hand does on the Mark page, as changes of the record
    gui/pages/mark/page             the Mark page: one photo, its marks, the list of scars
    gui/pages/mark/panel            the right side of the Mark page: what waits, the list of scars, the
    gui/pages/mark/queue            the numbers that wait for an answer on one photo
    gui/pages/mark/rows             the list of scars on one photo
    gui/pages/mark/scene            what the Mark page says about its photo, in words and rows; no widgets
    gui/pages/mark/strip            the photos at hand: those of this visit, then this view at the other
    gui/pages/mark/toolbar          the row above the photo: the three types with their keys, what a click
    gui/pages/overview              the grid of one patient's record: rows are views, columns are visits
    gui/pages/overview/board        what the grid of a record holds
    gui/pages/overview/cells        how a photo and a gap are painted in the grid
    gui/pages/overview/details      the strip below the grid: how the chosen photo was taken, and what can
    gui/pages/overview/grid         the grid: moving about in it, and choosing one photo or two
    gui/pages/overview/heads        the titles of the grid: a visit above each column, a view beside each row
    gui/pages/overview/page         the grid of one patient's record: what there is, what is missing, which
    gui/pages/overview/photo_form   correcting where a photo belongs: its view, its light, its day
    gui/pages/patients              the list of patients
    gui/pages/patients/cards        patients worked on lately, each with a photo: the quickest way back
    gui/pages/patients/lines        what the list shows of each patient
    gui/pages/patients/page         the list of patients: find one, open one, make one
    gui/pages/patients/table        the list of patients as a table
    gui/pages/report                the page that shows a report before it is written
    gui/pages/report/page           the Report page: the pages as they will be written, and the button that
    gui/pages/report/panel          the panel beside the pages: what a person may choose, what the report
    gui/pages/report/paper          the pages of a report on the screen, one below the other
    gui/pages/report/summary        what a report will say, before anybody reads it
    gui/pages/welcome               what the window shows when no library is open
    gui/dialogs                     the dialogs of the window
    gui/dialogs/guide               the help behind F1
    gui/dialogs/import_preview      what is about to be imported, and where each photo is to go
    gui/dialogs/import_preview/bar  one field for each thing that can be set on all chosen photos at once
    gui/dialogs/import_preview/cells  how the cells of an import are painted and edited
    gui/dialogs/import_preview/dialog  importing photos: read, look, correct, take in
    gui/dialogs/import_preview/leavings  what reading puts into the vault before anybody has accepted it
    gui/dialogs/import_preview/refused  what was not taken, and why, in words; what is here already is
    gui/dialogs/import_preview/rows  the photos of an import as a table
    gui/dialogs/keys                the list of keys, made from the table of actions
    gui/dialogs/known_scar          which scar, of those that have their number already, is to be marked on
    gui/dialogs/library_forms       making and unlocking a library, and showing its recovery key once
    gui/dialogs/patient_form        who the patient is: making and correcting the data that every page shows
    gui/dialogs/preferences         the settings of this workstation
    gui/dialogs/scale_form          how long the line on the ruler is
    gui/desk                        what every page is, and what it works with
    gui/thumbnails                  photos as Qt sees them: thumbnails for grids and strips, whole photos
    gui/actions                     every action of the window: its words, its keys, its menu, where it
    gui/canvas                      the photo on screen: zooming, marks, and two photos laid over each other
    gui/canvas/colours              the colours of a canvas that are not part of a mark
    gui/canvas/compare              two photos of one view, seen together: side by side, wiped, faded or
    gui/canvas/furniture            what lies over a photo and is no mark: key cursor, ruler line, pointer
    gui/canvas/marks                all marks of one photo, painted fast enough to follow a zoom
    gui/canvas/painter              paints a model sketch with Qt
    gui/canvas/pairing              how the later photo of a pair lies on the earlier one
    gui/canvas/pyramid              a photo in halving sizes, so that drawing it small reads few pixels
    gui/canvas/surface              a widget that shows a photo through a ViewTransform and lets the hand
    gui/canvas/transform            where a photo lies on a widget
    gui/canvas/view                 the canvas of one photo: its marks, the tool in hand, and a cursor for
    gui/session                     one library at work in the window
    gui/jobs                        slow work beside the GUI thread
    gui/tools                       what a pointer means on a photo: small state machines without Qt
    gui/look                        the look: design tokens, the stylesheet, icons, and the small widgets
    gui/look/current                the theme that is on now
    gui/look/dates                  days as people read and type them
    gui/look/drawing                what cells and cards paint by hand: a line of text, a chip, a photo
    gui/look/fields                 inputs: what is typed, counted, dated, chosen or slid
    gui/look/glyphs                 the small glyphs that the stylesheet shows: ticks, chevrons, dots
    gui/look/icons                  icons: our SVG drawings, tinted at paint time
    gui/look/labels                 text on the screen, and the smallest marks beside it
    gui/look/sheet                  the frame of every dialog: a title, a body, one primary button, Cancel
    gui/look/states                 the states that every page can be in, each designed once
    gui/look/style                  dresses the application: Fusion, our palette, our stylesheet, our font
    gui/look/tokens                 the design tokens: every colour, size and duration of the window, once

    cli                             arguments in, workflows called, text or JSON out, exit code
    cli/aligning                    scardesk align: two plain files, no library
    cli/demo                        scardesk demo: the sample library, its report, and the window on it
    cli/libraries                   scardesk library …
    cli/marks                       scardesk mark … and scardesk carry
    cli/opening                     how a command gets its library open
    cli/output                      what the CLI prints
    cli/parser                      the commands and their arguments
    cli/patients                    scardesk patient …
    cli/photos                      scardesk import and scardesk photo …
    cli/reports                     scardesk report

    workflows                       what a clinic does, as functions of values and progress; the window and
    workflows/compare               before and after: which two photos, how they lie on each other, and
    workflows/follow_up             the second visit: the numbers of the first are proposed on it, and a
    workflows/framing               which part of two photos a report shows, and how large
    workflows/intake                from files on a card to photos of a visit
    workflows/marking               numbering scars: each function turns what a hand did into one change of
    workflows/measuring             millimetres: only where a ruler gave a scale
    workflows/photo_care            putting a photo in its right place in the record, or taking it out
    workflows/plates                the figures of a report: photos cut, laid on each other and encoded clean
    workflows/protocol              the view set: which photos a visit has, what they are called, whose side
    workflows/register              the list of patients: adding, correcting, finding
    workflows/reporting             a patient's record as a report: what it says, and the figures that show it
    workflows/sample                the sample library: two synthetic patients, taken in through the same

    library                         the one door to the catalogue and the photo vault
    library/catalogue               the encrypted SQLite file: how it is opened, asked and written
    library/current                 the current state: the view of the log that everybody asks
    library/head                    a second memory of where the log ends
    library/keys                    from a pass-phrase to the keys of a library
    library/kinds                   the kinds of values that a library holds, as one table
    library/library                 the door: one library, open
    library/lock                    one writer at a time
    library/log                     the log: one change for each action of the user, chained by hashes
    library/marker                  how a folder says that it is a library
    library/passphrase              which pass-phrases are good enough to guard patients
    library/recovery                a key that can be printed, kept in a safe and typed in again
    library/rooms                   going into a library and out of it again
    library/schema                  the tables of the catalogue, and how an older library becomes a current
    library/upkeep                  looking after a library: is everything there, whole and as it was written?
    library/vault                   the photo originals: written once, never changed, unreadable without the

    report                          from a ReportPlan to a PDF
    report/figures                  a pair of photos on paper, with numbers, scale, caption and verdict
    report/flow                     blocks on pages
    report/furniture                what stands on every page: id, date, status, page number, and SAMPLE
    report/jpeg                     a guard against photos that say more than their pixels
    report/letters                  setting text: which font has a letter, how wide it is, where a line breaks
    report/pages                    the sections of a report, in their order, as blocks
    report/pdf                      the file itself: canvas, metadata, page after page
    report/plan                     what a report says, as one value
    report/preview                  the pages of a PDF as pixels, for showing a report before it is saved
    report/scar_tables              the two tables of a report: numbered scars at each visit, and scar by scar
    report/sheet                    one page to draw on, in points from its top left corner
    report/style                    the look of the paper: measures, colours and sizes of type, once
    report/tables                   tables that read well over many pages
    report/texts                    the words of a report: labels, sentences and the blocks that a clinic

    exchange                        other people's formats
    exchange/marks_csv              marks as a CSV table: number,type,x,y,width_px,note

    imaging                         bytes to pixels, and what pixels tell
    imaging/align                   two photos of the same skin -> how one lies on the other, or an honest no
    imaging/align/coarse            the first guess: one homography for the whole photo
    imaging/align/flow              where the skin moved: dense optical flow, believed only where both
    imaging/align/road              the steps of an alignment, in order (docs/sources.md, 4.2)
    imaging/align/still             what stands on both photos at the same pixels: stamps, logos, eye bars
    imaging/align/surface           a smooth displacement over a photo, fitted to scattered, partly wrong
    imaging/align/texture           skin as texture: what stays when light and redness change
    imaging/align/tiles             small patches of skin, each found again by itself
    imaging/align/track             a map between two working photos, and how it is read and turned round
    imaging/align/trust             how far to believe the map, place by place
    imaging/align/verdict           yes or no to a pair, in words
    imaging/children                the decode workers: started when first needed, reused, replaced
    imaging/decode                  any supported photo file to upright sRGB pixels, or one sentence
    imaging/fairness                may these two photos be compared?
    imaging/formats                 what the first bytes of a file say, before any decoder sees them
    imaging/frame                   decoded pixels
    imaging/metadata                what the camera wrote about a shot
    imaging/pixels                  one photo's bytes to upright sRGB pixels, with Pillow
    imaging/render                  pixels for people: thumbnails, parts of a photo, one photo laid on
    imaging/source                  the bytes of a photo file, read without being fooled
    imaging/wire                    what the program and its decode worker say to each other
    imaging/worker                  the child process that meets foreign bytes, so that the program does not

    model                           the nouns and the rules of the field; no I/O, no Qt
    model/alignment                 how one photo lies on another
    model/geometry                  places on a photo, and the one coordinate rule
    model/numbering                 the rules of the number: one per scar, for life
    model/patient                   the person, and the days on which we saw them
    model/photo                     a photo that we keep untouched, and how it was taken
    model/progress                  how long work tells how far it is, and how it is stopped
    model/scar                      the scar that keeps its number, and its marks on photos
    model/sketch                    annotations as drawing primitives, painted alike on screen and on paper
    model/value                     what every value of the record has in common
    settings                        the settings of this workstation, not of the record
    assets                          finds the program's data files
    files                           files that are whole or not there
    errors                          the tree of things that go wrong without a bug
"""
