#include "file_kind.h"

/* Archives tell what they hold by the names of their first members. */
#define HEAD_SIZE 4096

struct signature {
    const char *start;
    size_t start_len;
    const char *member; /* also found within the head; NULL: nothing more is asked */
    struct file_kind kind;
};

#define STARTS(s) (s), sizeof(s) - 1

static const char OFFICE_HINT[] =
    "convert it to text first, e.g. with pandoc or soffice --headless --convert-to txt";
static const char PICTURE_HINT[] = "text in pictures must be recognised first, e.g. with tesseract";
static const char UNPACK_HINT[] = "unpack it first";

/* The formats' own specifications; the first that fits counts. */
static const struct signature signatures[] = {
    {STARTS("%PDF-"), NULL, {"a PDF file", "convert it to text first, e.g. with pdftotext"}},
    {STARTS("PK\3\4"), "word/", {"a Word document (DOCX)", OFFICE_HINT}},
    {STARTS("PK\3\4"), "xl/", {"an Excel workbook (XLSX)", OFFICE_HINT}},
    {STARTS("PK\3\4"), "ppt/", {"a PowerPoint presentation (PPTX)", OFFICE_HINT}},
    {STARTS("PK\3\4"), "OFD.xml", {"an OFD document", "convert it to text first"}},
    {STARTS("PK\3\4"), "opendocument", {"an OpenDocument file", OFFICE_HINT}},
    {STARTS("PK\3\4"), "epub", {"an EPUB book", "convert it to text first, e.g. with pandoc"}},
    {STARTS("PK\3\4"), NULL, {"a ZIP archive", UNPACK_HINT}},
    {STARTS("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
     NULL,
     {"an Office document of the old kind (DOC, XLS, WPS)", OFFICE_HINT}},
    {STARTS("{\\rtf"), NULL, {"an RTF document", OFFICE_HINT}},
    {STARTS("%!PS"), NULL, {"a PostScript file", "convert it to text first, e.g. with ps2ascii"}},
    {STARTS("CAJ\0"), NULL, {"a CAJ file", "convert it to text first"}},
    {STARTS("\x89PNG\r\n"), NULL, {"a PNG picture", PICTURE_HINT}},
    {STARTS("\xFF\xD8\xFF"), NULL, {"a JPEG picture", PICTURE_HINT}},
    {STARTS("GIF87a"), NULL, {"a GIF picture", PICTURE_HINT}},
    {STARTS("GIF89a"), NULL, {"a GIF picture", PICTURE_HINT}},
    {STARTS("II*\0"), NULL, {"a TIFF picture", PICTURE_HINT}},
    {STARTS("MM\0*"), NULL, {"a TIFF picture", PICTURE_HINT}},
    {STARTS("AT&TFORM"), NULL, {"a DjVu file", "convert it to text first, e.g. with djvutxt"}},
    {STARTS("\x1F\x8B"), NULL, {"compressed with gzip", UNPACK_HINT}},
    {STARTS("BZh"), "1AY&SY", {"compressed with bzip2", UNPACK_HINT}},
    {STARTS("\xFD"
            "7zXZ"),
     NULL,
     {"compressed with xz", UNPACK_HINT}},
    {STARTS("\x28\xB5\x2F\xFD"), NULL, {"compressed with zstd", UNPACK_HINT}},
    {STARTS("7z\xBC\xAF\x27\x1C"), NULL, {"a 7z archive", UNPACK_HINT}},
    {STARTS("Rar!\x1A\x07"), NULL, {"a RAR archive", UNPACK_HINT}},
    {STARTS("\x7F"
            "ELF"),
     NULL,
     {"a program (ELF)", NULL}},
    {STARTS("SQLite format 3\0"), NULL, {"an SQLite database", NULL}},
};

const struct file_kind *file_kind_of(wb_slice bytes)
{
    size_t head = bytes.len < HEAD_SIZE ? bytes.len : HEAD_SIZE;
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        const struct signature *s = &signatures[i];
        if (head < s->start_len || memcmp(bytes.ptr, s->start, s->start_len) != 0) {
            continue;
        }
        if (!s->member || memmem(bytes.ptr, head, s->member, strlen(s->member))) {
            return &s->kind;
        }
    }
    return NULL;
}
