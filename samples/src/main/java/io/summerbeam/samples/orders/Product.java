package io.summerbeam.samples.orders;

import java.math.BigDecimal;

/** A row of the table of products. */
public record Product(String id, String category, BigDecimal price) {}
