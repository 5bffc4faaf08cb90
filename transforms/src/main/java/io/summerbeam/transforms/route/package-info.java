/**
 * One stream into several: {@link io.summerbeam.transforms.route.Route}, each record into exactly
 * one of them.
 */
package io.summerbeam.transforms.route;
