package io.summerbeam.samples.orders;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What is sold and who buys it, made up from a seed: equal seeds, equal catalogs. */
public final class Catalog {

  private static final int PRODUCTS = 300;
  private static final int CUSTOMERS = 500;
  private static final String[] CATEGORIES = {
    "books", "garden", "kitchen", "lighting", "music", "sports", "tools", "toys"
  };
  private static final String[] SEGMENTS = {"business", "consumer", "public"};
  private static final String[] REGIONS = {"north", "east", "south", "west"};
  private static final String[] FIRST_NAMES = {
    "Aurelia", "Bartholomew", "Clementine", "Demetrius", "Evangeline", "Ferdinand", "Gwendolyn",
    "Hyacinth", "Ignatius", "Josephine", "Kasimir", "Leopoldina", "Maximilian", "Nepomuk",
    "Ottilie", "Philomena", "Quirin", "Rosamunde", "Sebastiana", "Theodora"
  };
  private static final String[] LAST_NAMES = {
    "Abendroth",
    "Birkenhead",
    "Castellanos",
    "Dunkelberg",
    "Eisenhower",
    "Fitzwilliam",
    "Gundersen",
    "Halvorsen",
    "Ivanovich",
    "Jorgensen",
    "Kowalczyk",
    "Lindqvist",
    "Montgomery",
    "Nightingale",
    "Oppenheimer",
    "Papadopoulos",
    "Quackenbush",
    "Rasmussen",
    "Steinbeck",
    "Tscherny",
    "Underwood",
    "Villanueva",
    "Wolstenholme",
    "Yamamoto",
    "Zimmermann"
  };

  private final List<Product> products = new ArrayList<>();
  private final List<Customer> customers = new ArrayList<>();

  private Catalog(Random random) {
    for (int i = 0; i < PRODUCTS; i++) {
      products.add(
          new Product(
              String.format(Locale.ROOT, "P-%04d", i),
              CATEGORIES[i % CATEGORIES.length],
              BigDecimal.valueOf(99 + random.nextInt(50_000), 2)));
    }
    for (int i = 0; i < CUSTOMERS; i++) {
      // Each name once: there are as many as there are customers.
      String first = FIRST_NAMES[i % FIRST_NAMES.length];
      String last = LAST_NAMES[i / FIRST_NAMES.length];
      customers.add(
          new Customer(
              String.format(Locale.ROOT, "C-%04d", i),
              SEGMENTS[random.nextInt(SEGMENTS.length)],
              REGIONS[random.nextInt(REGIONS.length)],
              first + " " + last,
              (first + "." + last).toLowerCase(Locale.ROOT) + "@mail.example",
              // Numbers that are kept free for fiction.
              String.format(Locale.ROOT, "+44 7700 900%03d", i),
              CardNumber.random(random)));
    }
  }

  /** The catalog of a seed. */
  public static Catalog of(long seed) {
    return new Catalog(new Random(seed));
  }

  /** The rows of the table of products. */
  public List<Product> products() {
    return List.copyOf(products);
  }

  /** The customers: of each, the table has what is not personal. */
  public List<Customer> customers() {
    return List.copyOf(customers);
  }
}
