package io.summerbeam.benchmarks.windows;

import io.summerbeam.benchmarks.arm.Checksum;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The readings of many sensors by their numbers, in the order of time: the sensor of each is drawn,
 * so that each has about as many readings in a window as any other, and some have none.
 */
public final class Readings implements Serializable {

  private static final long serialVersionUID = 1;

  /** The length of the windows that follow each other. */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  /** The length of those that overlap; a new one begins every {@link #WINDOW}. */
  public static final Duration LONG_WINDOW = Duration.ofHours(1);

  private static final int AMOUNTS = 1_000;
  private static final String[] SITES = {"Turku", "Lahti", "Oulu", "Vaasa"};

  // Once in a JVM: engines copy what they are given.
  private static final ConcurrentMap<Integer, String[]> SENSORS = new ConcurrentHashMap<>();

  private final int sensors;
  private final Pace pace;
  private transient String @Nullable [] names;

  /** Of so many sensors; a {@link #WINDOW} has so many readings. */
  public Readings(int sensors, long perWindow) {
    if (sensors < 1 || perWindow < 1) {
      throw new IllegalArgumentException(
          "--keys and --perWindow must be positive, but were: " + sensors + " and " + perWindow);
    }
    this.sensors = sensors;
    this.pace = new Pace(perWindow, WINDOW.toMillis());
  }

  /** When they are. */
  public Pace pace() {
    return pace;
  }

  /** All of a reading. */
  public Reading reading(long number) {
    return new Reading(sensor(number), amount(number), site(number), "kWh", valid(number));
  }

  /** The key. */
  public String sensor(long number) {
    String[] known = names;
    if (known == null) {
      known = SENSORS.computeIfAbsent(sensors, Readings::names);
      names = known;
    }
    return known[Draw.even(1, number, sensors)];
  }

  /** What is summed up. */
  public static long amount(long number) {
    return Draw.even(2, number, AMOUNTS);
  }

  /** A field beside them. */
  public static String site(long number) {
    return SITES[(int) (number & 3)];
  }

  /** Another one. */
  public static boolean valid(long number) {
    return (number & 1) == 0;
  }

  /**
   * Where a result ends: by the hash code of the text, which all JVMs have in common.
   *
   * @param windowStart in milliseconds since 1970
   */
  public static void result(String sensor, long windowStart, long count, long sum, double mean) {
    long hash = Checksum.hash(sensor.hashCode(), windowStart);
    hash = Checksum.hash(hash, count);
    hash = Checksum.hash(hash, sum);
    Checksum.add(Checksum.hash(hash, Double.doubleToLongBits(mean)));
  }

  private static String[] names(int count) {
    String[] all = new String[count];
    for (int i = 0; i < count; i++) {
      all[i] = "sensor-" + i;
    }
    return all;
  }
}
