"""Writing artefacts: whole or not at all, and nothing that a person edited is lost."""

import json
from pathlib import Path

import pytest

from database_designer.emit import files
from database_designer.emit.artefact import Artefact
from database_designer.emit.files import MANIFEST, write_artefacts


def artefacts(**texts: str) -> tuple[Artefact, ...]:
    return tuple(Artefact(path=name.replace("__", "/").replace("_", "."), text=text) for name, text in texts.items())


def tree(folder: Path) -> dict[str, str]:
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {name: path.read_text() for name, path in sorted(found.items()) if name != MANIFEST}


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    assert write_artefacts(out, artefacts(schema_md="x", migrations__V1_sql="y")) == ()
    assert tree(out) == {"schema.md": "x", "migrations/V1.sql": "y"}


def test_what_was_generated_is_replaced_without_a_word(tmp_path: Path) -> None:
    write_artefacts(tmp_path, artefacts(schema_md="first"))
    assert write_artefacts(tmp_path, artefacts(schema_md="second")) == ()
    assert tree(tmp_path) == {"schema.md": "second"}


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    write_artefacts(tmp_path, artefacts(schema_md="same"))
    stamp = (tmp_path / "schema.md").stat().st_mtime_ns
    write_artefacts(tmp_path, artefacts(schema_md="same"))
    assert (tmp_path / "schema.md").stat().st_mtime_ns == stamp


def test_an_edited_file_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    write_artefacts(tmp_path, artefacts(schema_md="first"))
    (tmp_path / "schema.md").write_text("my words")
    (said,) = write_artefacts(tmp_path, artefacts(schema_md="second"))
    assert (said.code, said.element) == ("edited-file-kept", "schema.md")
    assert "schema.md.orig" in said.fact
    assert tree(tmp_path) == {"schema.md": "second", "schema.md.orig": "my words"}


def test_a_second_edit_does_not_overwrite_the_first_backup(tmp_path: Path) -> None:
    for words in ("mine", "mine again"):
        write_artefacts(tmp_path, artefacts(schema_md="generated"))
        (tmp_path / "schema.md").write_text(words)
    write_artefacts(tmp_path, artefacts(schema_md="generated"))
    kept = {"schema.md.orig": "mine", "schema.md.orig.2": "mine again"}
    assert tree(tmp_path) == {"schema.md": "generated", **kept}


def test_the_same_edit_is_kept_once(tmp_path: Path) -> None:
    for _ in range(2):
        write_artefacts(tmp_path, artefacts(schema_md="generated"))
        (tmp_path / "schema.md").write_text("mine")
    (said,) = write_artefacts(tmp_path, artefacts(schema_md="generated"))
    assert said.code == "edited-file-kept"
    assert sorted(tree(tmp_path)) == ["schema.md", "schema.md.orig"]


def test_a_file_that_was_there_before_the_first_run_is_a_persons(tmp_path: Path) -> None:
    (tmp_path / "schema.md").write_text("written by hand")
    (said,) = write_artefacts(tmp_path, artefacts(schema_md="generated"))
    assert said.code == "edited-file-kept"
    assert tree(tmp_path)["schema.md.orig"] == "written by hand"


def test_other_line_ends_are_no_edit(tmp_path: Path) -> None:
    write_artefacts(tmp_path, artefacts(schema_md="a\nb\n"))
    (tmp_path / "schema.md").write_bytes(b"a\r\nb\r\n")
    assert write_artefacts(tmp_path, artefacts(schema_md="c\n")) == ()


def test_a_merged_file_holds_its_edits_already(tmp_path: Path) -> None:
    write_artefacts(tmp_path, (Artefact(path="model.yaml", text="generated", merged=True),))
    (tmp_path / "model.yaml").write_text("edited")
    assert write_artefacts(tmp_path, (Artefact(path="model.yaml", text="edited and merged", merged=True),)) == ()
    assert tree(tmp_path) == {"model.yaml": "edited and merged"}


def test_a_merged_file_that_was_written_from_scratch_is_kept_as_well(tmp_path: Path) -> None:
    (tmp_path / "model.yaml").write_text("# why\nmodel: Mine")
    (said,) = write_artefacts(tmp_path, (Artefact(path="model.yaml", text="model: Mine", merged=True),))
    assert said.code == "edited-file-kept"
    assert tree(tmp_path) == {"model.yaml": "model: Mine", "model.yaml.orig": "# why\nmodel: Mine"}


def test_a_stale_file_goes_unless_it_was_edited(tmp_path: Path) -> None:
    write_artefacts(tmp_path, artefacts(erd_mmd="x", old__one_mmd="one", old__two_mmd="two"))
    (tmp_path / "old" / "two.mmd").write_text("edited")
    (said,) = write_artefacts(tmp_path, artefacts(erd_mmd="x"))
    assert (said.code, said.element) == ("edited-file-left", "old/two.mmd")
    assert tree(tmp_path) == {"erd.mmd": "x", "old/two.mmd": "edited"}


def test_files_of_others_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "functional_requirements.md").write_text("FR-1")
    write_artefacts(tmp_path, artefacts(schema_md="x"))
    write_artefacts(tmp_path, artefacts(other_md="x"))
    assert tree(tmp_path) == {"functional_requirements.md": "FR-1", "other.md": "x"}


def test_a_manifest_that_leads_out_of_the_folder_removes_nothing(tmp_path: Path) -> None:
    outside = tmp_path / "precious.txt"
    outside.write_text("")
    out = tmp_path / "out"
    out.mkdir()
    empty = files._digest(b"")
    (out / MANIFEST).write_text(json.dumps({"../precious.txt": empty, str(outside): empty, "": empty, "x": 7}))
    assert write_artefacts(out, artefacts(schema_md="x")) == ()
    assert outside.exists()


@pytest.mark.parametrize("manifest", ["", "[]", "{", "[" * 100_000, "\udcff"])
def test_a_broken_manifest_counts_as_none(tmp_path: Path, manifest: str) -> None:
    (tmp_path / MANIFEST).write_bytes(manifest.encode("utf-8", "surrogateescape"))
    assert write_artefacts(tmp_path, artefacts(schema_md="x")) == ()
    assert tree(tmp_path) == {"schema.md": "x"}


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_interrupted_run_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    write_artefacts(tmp_path, artefacts(a_md="old a", b_md="old b", gone_md="old"))
    (tmp_path / "a.md").write_text("edited")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*")}
    change = files._change
    moves = iter(range(100))

    def fail_late(*arguments: object) -> None:
        change(*arguments)  # type: ignore[arg-type]
        if next(moves) == 3:
            raise error

    monkeypatch.setattr(files, "_change", fail_late)
    new = artefacts(a_md="new a", b_md="new b", sub__c_md="new c")
    if isinstance(error, OSError):
        (said,) = write_artefacts(tmp_path, new)
        assert (said.code, "No space left" in said.fact) == ("output-not-written", True)
    else:
        with pytest.raises(KeyboardInterrupt):
            write_artefacts(tmp_path, new)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*")} == before


def test_an_interrupted_first_run_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "_change", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_artefacts(tmp_path / "a" / "b", artefacts(schema_md="x"))
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_an_error_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    (said,) = write_artefacts(tmp_path / "out", artefacts(schema_md="x"))
    assert said.code == "output-not-written"
    assert (tmp_path / "out").read_text() == "a file"


def test_a_folder_in_the_place_of_a_file_is_an_error_said(tmp_path: Path) -> None:
    (tmp_path / "schema.md").mkdir()
    (said,) = write_artefacts(tmp_path, artefacts(schema_md="x"))
    assert said.code == "output-not-written"


def test_text_that_is_no_unicode_is_written_all_the_same(tmp_path: Path) -> None:
    write_artefacts(tmp_path, artefacts(schema_md="a\ud800b"))
    assert tree(tmp_path) == {"schema.md": "a?b"}
