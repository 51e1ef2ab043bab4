"""A folder of papers: each read in a process of its own, on this machine or on a cluster; then the
tables of all. Which module holds what (a test looks that none is missing here):

    the whole way         run, watching, interrupt
    what is to be read    inputs, parcels, picture_folders, names, survey, schedule, records,
                          touched
    reading               engines, work, isolated, isolation/, child, nursing, reach
    what all papers give  combine, differing, following, letters, pictures, report_pictures,
                          manifest
    shared by all         model, store
"""
