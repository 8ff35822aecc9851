/**
 * What can be shown without training anything. Imports network, regularization and backend.
 */
package org.dropoutlab.demonstration;
