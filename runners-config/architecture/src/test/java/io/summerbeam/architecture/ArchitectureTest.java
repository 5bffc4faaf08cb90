package io.summerbeam.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.DoFn;
import org.junit.BeforeClass;
import org.junit.Test;

/** Who may know whom, of the compiled classes of all modules. */
public class ArchitectureTest {

  private static final Path HOME = Path.of("").toAbsolutePath().resolve("../..").normalize();

  private static final String SDK = "io.summerbeam.sdk..";
  private static final String TRANSFORMS = "io.summerbeam.transforms..";
  private static final String IO = "io.summerbeam.io..";
  private static final String RUNNERS = "io.summerbeam.runners..";
  private static final String SAMPLES = "io.summerbeam.samples..";
  private static final String BENCHMARKS = "io.summerbeam.benchmarks..";

  private static JavaClasses house;

  @BeforeClass
  public static void importAllModules() throws IOException {
    house = new ClassFileImporter().importPaths(modules());
  }

  @Test
  public void modules_areAllSeen() {
    TreeSet<String> rooms = new TreeSet<>();
    house.forEach(c -> rooms.add(c.getPackageName().split("\\.")[2]));
    assertThat(
        rooms,
        equalTo(
            new TreeSet<>(List.of("sdk", "transforms", "io", "runners", "samples", "benchmarks"))));
  }

  @Test
  public void ios_areAllSeen() throws IOException {
    TreeSet<String> seen = new TreeSet<>();
    for (JavaClass each : house) {
      String[] names = each.getPackageName().split("\\.");
      if (names[2].equals("io")) {
        seen.add(names[3]);
      }
    }
    TreeSet<String> folders = new TreeSet<>();
    for (Path module : moduleFolders()) {
      if (module.getParent().endsWith("io")) {
        folders.add(module.getFileName().toString());
      }
    }
    assertThat(seen, equalTo(folders));
  }

  @Test
  public void sdk_knowsNoOtherRoom() {
    noClasses()
        .that()
        .resideInAPackage(SDK)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TRANSFORMS, IO, RUNNERS, SAMPLES, BENCHMARKS)
        .check(house);
  }

  @Test
  public void transforms_andIoAndRunners_knowOnlyTheSdk() {
    noClasses()
        .that()
        .resideInAPackage(TRANSFORMS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(IO, RUNNERS, SAMPLES, BENCHMARKS)
        .check(house);
    noClasses()
        .that()
        .resideInAPackage(IO)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TRANSFORMS, RUNNERS, SAMPLES, BENCHMARKS)
        .check(house);
    noClasses()
        .that()
        .resideInAPackage(RUNNERS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TRANSFORMS, IO, SAMPLES, BENCHMARKS)
        .check(house);
  }

  @Test
  public void samples_knowNoBenchmark() {
    noClasses()
        .that()
        .resideInAPackage(SAMPLES)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BENCHMARKS)
        .check(house);
  }

  @Test
  public void ios_doNotKnowEachOther() {
    slices().matching("io.summerbeam.io.(*)..").should().notDependOnEachOther().check(house);
  }

  @Test
  public void clients_appearOnlyInTheIoOfTheirSystem() {
    clientOf("org.postgresql..", "io.summerbeam.io.jdbc..");
    clientOf("redis.clients..", "io.summerbeam.io.redis..");
    clientOf("com.google.api..", "io.summerbeam.io.bigquery..");
    clientOf(
        "com.google.cloud.bigquery..",
        "io.summerbeam.io.bigquery..",
        "io.summerbeam.sdk.testing.bigquery..");
    clientOf("org.apache.kafka..", "io.summerbeam.io.kafka..", "io.summerbeam.sdk.testing.kafka..");
  }

  private static void clientOf(String client, String... homes) {
    noClasses()
        .that(DescribedPredicate.not(resideInAnyPackage(homes)))
        .and(DescribedPredicate.not(resideInAnyPackage(SAMPLES, BENCHMARKS)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(client)
        .check(house);
  }

  @Test
  public void engines_appearOnlyWithTheRunners() {
    noClasses()
        .that()
        .resideInAnyPackage(SDK, TRANSFORMS, IO)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.beam.runners..", "org.apache.flink..", "org.apache.spark..")
        .check(house);
  }

  @Test
  public void runners_areAskedForByNobodyElse() {
    // By name, as the options are those of any interface. What a runner wants, its profile sets.
    noClasses()
        .that()
        .resideInAnyPackage(SDK, TRANSFORMS, IO)
        .should()
        .accessTargetWhere(target(name("getRunner")))
        .check(house);
  }

  @Test
  public void sdkCore_knowsNoOutsideSystemAndNoFormat() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.summerbeam.sdk.failure..",
            "io.summerbeam.sdk.source..",
            "io.summerbeam.sdk.schema..",
            "io.summerbeam.sdk.step..",
            "io.summerbeam.sdk.lookup..",
            "io.summerbeam.sdk.secret..",
            "io.summerbeam.sdk.metric..",
            "io.summerbeam.sdk.window..",
            "io.summerbeam.sdk.state..",
            "io.summerbeam.sdk.json..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.summerbeam.sdk.expression..",
            "io.summerbeam.sdk.cipher..",
            "io.summerbeam.sdk.format..",
            "dev.cel..",
            "com.google.crypto..")
        .check(house);
  }

  @Test
  public void packages_haveNoCircle() {
    slices().matching("io.summerbeam.(**)").should().beFreeOfCycles().check(house);
  }

  @Test
  public void packages_areNotCalledUtilOrInternal() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..internal..", "..common..", "..utils..")
        .check(house);
  }

  @Test
  public void packages_sayWhatLivesThere() {
    TreeSet<String> described = new TreeSet<>();
    TreeSet<String> all = new TreeSet<>();
    for (JavaClass each : house) {
      all.add(each.getPackageName());
    }
    for (String name : all) {
      if (hasPackageInfo(name)) {
        described.add(name);
      }
    }
    assertThat(described, equalTo(all));
  }

  @Test
  public void doFns_areNotPublic() {
    classes().that().areAssignableTo(DoFn.class).should().notBePublic().check(house);
  }

  @Test
  public void libraries_printNothing() {
    noClasses()
        .that(DescribedPredicate.not(resideInAnyPackage(RUNNERS, SAMPLES, BENCHMARKS)))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(house);
  }

  private static boolean hasPackageInfo(String name) {
    String file = "src/main/java/" + name.replace('.', '/') + "/package-info.java";
    try {
      return moduleFolders().stream().anyMatch(module -> Files.exists(module.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> modules() throws IOException {
    List<Path> classes = new ArrayList<>();
    for (Path module : moduleFolders()) {
      if (Files.isDirectory(module.resolve("target/classes"))) {
        classes.add(module.resolve("target/classes"));
      }
    }
    return classes;
  }

  private static List<Path> moduleFolders() throws IOException {
    try (Stream<Path> files = Files.walk(HOME, 4)) {
      return files
          .filter(file -> file.endsWith("pom.xml") && !file.toString().contains("/target/"))
          .map(Path::getParent)
          .toList();
    }
  }
}
