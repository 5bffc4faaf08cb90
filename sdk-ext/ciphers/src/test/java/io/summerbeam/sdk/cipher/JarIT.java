package io.summerbeam.sdk.cipher;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** The jar as users have it, with Tink inside of it. */
public class JarIT {

  private static final Path JAR = Path.of(System.getProperty("ciphers.jar"));

  @Test
  public void classes_areOurs() throws IOException {
    List<String> classes;
    List<String> others;
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names =
          jar.stream()
              .filter(entry -> !entry.isDirectory())
              .map(JarEntry::getName)
              .collect(Collectors.toList());
      classes = names.stream().filter(name -> name.endsWith(".class")).toList();
      others = names.stream().filter(name -> !name.endsWith(".class")).toList();
    }
    assertThat(classes.size(), is(greaterThan(500)));
    assertThat(
        classes.stream()
            .filter(name -> !name.startsWith("io/summerbeam/sdk/cipher/"))
            .filter(name -> !name.startsWith("io/summerbeam/ciphers/shaded/"))
            .toList(),
        is(empty()));
    assertThat(
        others,
        containsInAnyOrder(
            "META-INF/MANIFEST.MF",
            "META-INF/LICENSE",
            "META-INF/LICENSE-bundled",
            "META-INF/NOTICE",
            "META-INF/maven/io.summerbeam/summerbeam-ciphers/pom.xml",
            "META-INF/maven/io.summerbeam/summerbeam-ciphers/pom.properties"));
  }

  @Test
  public void jar_worksBehindTheJarsOfSpark() throws Exception {
    List<String> classPath = new ArrayList<>();
    try (Stream<Path> jars = Files.list(Path.of(System.getProperty("jars.of.spark")))) {
      jars.map(Path::toString).forEach(classPath::add);
    }
    assertThat(classPath, hasSize(3));
    classPath.add(JAR.toString());
    classPath.add(
        Path.of(JarMain.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString());
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, classPath),
                JarMain.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output, java.waitFor(), is(0));
    assertThat(output, is("true\ntrue\nBadKeysetException\n"));
  }
}
