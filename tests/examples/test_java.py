"""The example in Java: Jakarta Mail and java.net.http, under JUnit."""

from pathlib import Path

from tests.examples.example import copied, needs

JARS = ("jakarta-mail", "jakarta-activation", "gson", "junit4", "hamcrest")


def test_its_tests_pass(tmp_path: Path) -> None:
    packages = "default-jdk-headless libjakarta-mail-java libjakarta-activation-java libgoogle-gson-java junit4"
    needs("javac", "java", packages=packages, files=tuple(f"/usr/share/java/{name}.jar" for name in JARS))
    java = copied("java", tmp_path)
    assert f"\nOK ({java.count('InvoicesTest.java', '@Test')} tests)\n" in java.said()
