// Of each library only what the report calls; esbuild leaves out the rest.
export {
  columnFacetingFeature, columnFilteringFeature, constructTable, createFacetedRowModel,
  createFacetedUniqueValues, createFilteredRowModel, createPaginatedRowModel,
  createSortedRowModel, rowPaginationFeature, rowSortingFeature, tableFeatures,
} from "@tanstack/table-core";
export { storeReactivityBindings } from "@tanstack/table-core/store-reactivity-bindings";
export { h, render } from "preact";
export { default as htm } from "htm";
