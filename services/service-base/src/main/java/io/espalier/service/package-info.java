/// What the services that work a stage have in common: settings, storage, the worker's life, health and metrics.
@NullMarked
package io.espalier.service;

import org.jspecify.annotations.NullMarked;
