#!/usr/bin/env python3
"""Modules include downward only.

Reads the #include lines of include/, src/, query/ and indexer/. The layers are the table below,
lowest first; a module is a pair like buf.h and buf.c, or the files that share a private header. A
module may include its own layer and those below; within a layer there must be no circle.
"""
import os
import re
import sys

# Lowest first. A name stands for include/wbsearch/NAME.h and src/NAME.{c,h,cc,hh}, or for
# query/NAME.* and indexer/NAME.* where it begins with the folder.
LAYERS = [
    ("bytes and errors", ["base", "message", "error", "deadline", "mem", "buf", "utf8", "file"]),
    ("text", ["chars", "fold", "fold_context", "fold_table", "gen_fold", "file_kind", "encoding",
              "encoding_convert", "encoding_score", "token", "width", "json", "opt", "opt_text", "opt_help",
              "opt_man", "opt_complete"]),
    ("documents", [
        "doc",
        "reader",
        "reader_build",
        "reader_numbering",
        "reader_cues",
        "reader_markdown",
        "reader_align",
        "reader_html",
        "reader_html_tags",
        "reader_html_entities",
        "reader_sup",
        "reader_plain",
        "reader_inline",
        "reader_boilerplate",
        "reader_furniture",
        "reader_contents",
        "reader_table",
        "reader_pipe",
        "reader_box",
        "reader_layout",
        "reader_sentence",
        "reader_seam",
        "reader_together",
        "reader_heads",
        "reader_lines",
        "reader_pages",
        "reader_glued",
        "reader_structure",
        "reader_outline",
        "reader_frame",
        "reader_notes",
        "reader_marks",
        "reader_note_titles",
        "reader_note_labels",
        "reader_note_index",
        "reader_note_links",
        "reader_meta",
        "reader_front_matter",
        "reader_meta_lines",
        "reader_meta_labels",
        "reader_meta_comment",
        "reader_meta_dates",
        "reader_meta_names",
        "reader_meta_title",
        "reader_meta_cite",
        "reader_meta_statute",
        "reader_meta_below",
        "reader_meta_end",
        "reader_meta_name",
        "reader_meta_values",
        "reader_scan",
    ]),
    ("store", ["plan", "docid_set", "compress", "schema", "record_file", "generation", "store", "store_internal", "store_write",
               "store_search", "store_postings", "store_bm25", "store_watch", "store_stop", "plan_order", "plan_mark",
               "plan_cursor"]),
    ("index", ["record", "catalog", "catalog_folds", "sections", "manifest", "ignore", "walk", "index_dir", "index"]),
    ("programs", ["query/*", "indexer/*"]),
]

# Folders of the last layer that know nothing of each other.
PROGRAMS = ["query", "indexer"]

# What a header declares may be defined in files of other names.
HEADER_OF = {"reader": "doc", "store_internal": "store", "store_write": "store",
             "store_search": "store", "store_postings": "store", "store_bm25": "store", "store_watch": "store",
             "store_stop": "store", "opt_text": "opt", "opt_help": "opt",
             "opt_man": "opt", "opt_complete": "opt", "query/collect_all": "query/collect",
             "query/planner_certain": "query/planner", "query/match_spans": "query/match",
             "query/narrow_units": "query/narrow"}

# Libraries that stay behind one door: include pattern, what it is, files that may.
DOORS = [
    (r"cmark", "cmark", {"src/reader_markdown.c"}),
    (r"xapian", "Xapian", {"src/store_internal.hh", "src/store_bm25.hh", "src/store_watch.hh"}),
    (r"microhttpd", "libmicrohttpd", {"query/http.c"}),
    (r"zlib", "zlib", {"query/gzip.c"}),
    (r"unicode/", "ICU", {"src/token.c", "src/encoding_convert.c", "src/width.c", "src/gen_fold.c",
                        "query/collate.c"}),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
CPP_SUFFIXES = (".cc", ".hh", ".cpp", ".hpp", ".cxx")
FOLDERS = ["include/wbsearch", "src", "query", "indexer"]


def module_of(path):
    """The module a file belongs to: include/wbsearch/buf.h and src/buf.c are "buf"."""
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0]
    return f"{folder}/{stem}" if folder in PROGRAMS else stem


def layer_of(module):
    for number, (_, modules) in enumerate(LAYERS):
        if module in modules or module.split("/")[0] + "/*" in modules:
            return number
    return None


def find_files(root):
    for folder in FOLDERS:
        for name in sorted(os.listdir(os.path.join(root, folder))):
            if name.endswith((".c", ".h") + CPP_SUFFIXES):
                yield f"{folder}/{name}"


def resolve(path, bracket, target, files):
    """The file of ours that an include means, or None."""
    if target.startswith("wbsearch/"):
        return "include/" + target
    if bracket == '"':
        local = os.path.normpath(os.path.join(os.path.dirname(path), target))
        return local if local in files else None
    return None


def find_circle(graph):
    """A circle in module -> modules, as a list, or None."""
    state = {}

    def visit(node, trail):
        state[node] = "open"
        for target in sorted(graph.get(node, ())):
            if state.get(target) == "open":
                return trail[trail.index(target):] + [target]
            if target not in state:
                circle = visit(target, trail + [target])
                if circle:
                    return circle
        state[node] = "done"
        return None

    for node in sorted(graph):
        if node not in state:
            circle = visit(node, [node])
            if circle:
                return circle
    return None


def check_file(root, path, files, header_graph, module_graph):
    faults = []
    if path.endswith(CPP_SUFFIXES) and not path.startswith("src/store"):
        faults.append(f"{path}: C++ outside src/store*")
    module = module_of(path)
    layer = layer_of(module)
    if layer is None:
        return faults + [f"{path}: is in no layer; put it into the table of layers.py"]
    with open(os.path.join(root, path), encoding="utf-8") as source:
        for number, line in enumerate(source, 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            bracket, target = match.groups()
            place = f"{path}:{number}"
            for pattern, what, allowed in DOORS:
                if re.match(pattern, target) and path not in allowed:
                    faults.append(f"{place}: {what} is used only in {', '.join(sorted(allowed))}")
            included = resolve(path, bracket, target, files)
            if included is None:
                continue
            if included not in files:
                faults.append(f"{place}: there is no {included}")
                continue
            other = module_of(included)
            if layer_of(other) is not None and layer_of(other) > layer:
                faults.append(f"{place}: {module} ({LAYERS[layer][0]}) includes {other} "
                              f"({LAYERS[layer_of(other)][0]}), which is above it")
            folders = {path.split("/")[0], included.split("/")[0]}
            if folders == set(PROGRAMS):
                faults.append(f"{place}: {' and '.join(PROGRAMS)} do not include each other")
            if path.endswith((".h", ".hh")) and included != path:
                header_graph.setdefault(path, set()).add(included)
            one, two = HEADER_OF.get(module, module), HEADER_OF.get(other, other)
            if one != two:
                module_graph.setdefault(one, set()).add(two)
    return faults


def main():
    root = os.path.abspath(sys.argv[1])
    files = set(find_files(root))
    faults = []
    header_graph = {}
    module_graph = {}
    for path in sorted(files):
        faults += check_file(root, path, files, header_graph, module_graph)
    for what, graph in (("headers", header_graph), ("modules", module_graph)):
        circle = find_circle(graph)
        if circle:
            faults.append(f"{what} include each other: {' -> '.join(circle)}")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
