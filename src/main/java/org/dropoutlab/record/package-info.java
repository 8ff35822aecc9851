/**
 * The run directory, its journal and manifest. Imports experiment and backend.
 */
package org.dropoutlab.record;
