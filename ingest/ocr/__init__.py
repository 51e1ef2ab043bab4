"""Pages that are pictures: straightened, cut into regions, read by our own reader and Tesseract,
kept in a cache. Which module holds what (a test looks that none is missing here):

    the whole way         document, page, pictures, raster, regions, words, readings, cache
    a picture made even   deskew, facing, dirt, photo/, pixels, components, memory
    how its type looks    typeface, glyphs
    its ruled lines       strokes, rulings, faint_rulings, torn_rulings, header_columns
    our own reader        lines, line_reader, rivals, second_opinion, models/
    Tesseract             tesseract, tesseract_program, tesseract_regions, list_marks, second_look,
                          counted_rows
    written by hand       handwriting, handwritten_digits
"""
