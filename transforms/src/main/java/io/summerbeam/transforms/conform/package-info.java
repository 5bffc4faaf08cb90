/**
 * Records of many shapes into one: {@link io.summerbeam.transforms.conform.Conform}, told by a
 * {@link io.summerbeam.transforms.conform.Mapping} where each field comes from.
 *
 * <p>A {@code MappingPlan} makes of a mapping and two schemas a {@code Maker} for each value. What
 * becomes of one type as another is in {@code Casts} and what it calls; each of them loses nothing
 * or throws a {@code MisfitException}.
 */
package io.summerbeam.transforms.conform;
