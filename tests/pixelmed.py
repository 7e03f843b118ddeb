"""PixelMed's validator of structured reports, run so that it finishes on every Java."""

from __future__ import annotations

from pathlib import Path

JAVA = Path("/usr/share/java")
JAR = JAVA / "pixelmed.jar"
_XALAN = (JAVA / "xalan2.jar", JAVA / "serializer.jar")
# Java's limits on XPath are below what the rules need
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # a short run: start fast rather than run fast
_LIMITS = [f"-Djdk.xml.xpath{name}Limit=0" for name in ("TotalOp", "ExprOp", "ExprGrp")]


def command() -> list[str]:
    """The command line but for the file.

    The rules of 2025 hold a condition that Java's own stylesheet compiler can't put into a class file (64 kB of
    text); Xalan reads it without compiling.
    """
    limits, jars = list(_LIMITS), [JAR]
    if all(jar.is_file() for jar in _XALAN) and JAR.resolve().stem >= "pixelmed-2025":
        limits.append("-Djavax.xml.transform.TransformerFactory=org.apache.xalan.processor.TransformerFactoryImpl")
        jars += _XALAN
    path = ":".join(map(str, jars))
    return ["java", *_QUICK, *limits, "-cp", path, "com.pixelmed.validate.DicomSRValidator"]
