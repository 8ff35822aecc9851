/**
 * Data sets: locating, fetching, verifying, parsing, splitting, standing in. Imports experiment.
 */
package org.dropoutlab.data;
