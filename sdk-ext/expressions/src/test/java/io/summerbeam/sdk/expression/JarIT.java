package io.summerbeam.sdk.expression;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.google.common.base.Splitter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** The jar as users have it, with CEL inside of it. */
@RunWith(JUnit4.class)
public class JarIT {

  private static final Pattern BUNDLED =
      Pattern.compile(
          "(cel|guava|failureaccess|protobuf-java|re2j|antlr4-runtime|threeten-extra)-.*");

  private static final Path JAR = Path.of(System.getProperty("expressions.jar"));

  @Test
  public void classes_areOurs() throws IOException {
    List<String> classes;
    List<String> others;
    try (JarFile jar = new JarFile(JAR.toFile())) {
      classes =
          jar.stream()
              .map(JarEntry::getName)
              .filter(name -> name.endsWith(".class"))
              .collect(Collectors.toList());
      others =
          jar.stream()
              .filter(entry -> !entry.isDirectory())
              .map(JarEntry::getName)
              .filter(name -> !name.endsWith(".class"))
              .collect(Collectors.toList());
    }
    assertThat(classes.size(), is(greaterThan(1000)));
    assertThat(
        classes.stream()
            .filter(name -> !name.startsWith("io/summerbeam/sdk/expression/"))
            .filter(name -> !name.startsWith("io/summerbeam/expressions/shaded/"))
            .collect(Collectors.toList()),
        is(empty()));
    assertThat(
        others,
        containsInAnyOrder(
            "META-INF/MANIFEST.MF",
            "META-INF/LICENSE",
            "META-INF/LICENSE-bundled",
            "META-INF/NOTICE",
            "META-INF/maven/io.summerbeam/summerbeam-expressions/pom.xml",
            "META-INF/maven/io.summerbeam/summerbeam-expressions/pom.properties",
            "io/summerbeam/expressions/shaded/threeten/extra/wordbased.properties"));
  }

  @Test
  public void jar_worksBehindAnotherAntlr() throws Exception {
    List<String> classPath = new ArrayList<>();
    classPath.add(System.getProperty("other.antlr"));
    classPath.add(JAR.toString());
    for (String entry :
        Splitter.on(File.pathSeparator).split(System.getProperty("java.class.path"))) {
      Path path = Path.of(entry);
      if (!path.endsWith("target/classes")
          && !BUNDLED.matcher(path.getFileName().toString()).matches()) {
        classPath.add(entry);
      }
    }
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
    assertThat(
        output,
        is(
            "true\nSFO!\nJarMain: line 1, column 1: there is no field 'distanc'. Did you mean"
                + " 'distance'? Fields: distance, origin, price, at\n  distanc > 0\n  ^\n"));
  }
}
