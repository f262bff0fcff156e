/** A few records of the contacts of claims, which fill two tables. */
export const CONTACTS_SAMPLE = `contact_no,claim_no,name,gender,date_of_birth,id_no,phone,account_no,address,postcode,region,entered_at
T0000001,CL23-0000002,诸葛丽宁,F,,33029919640820918X,16449263052,,浙江省宁波市北仑区梧桐街4号12幢3单元303室,315000,330200,2023-07-02 00:14:00
T0000526,CL24-0001711,Oliver Chen,M,1968-08-12,,0538 549 916,9999985438718724,"3/12 King Street, Geelong VIC 3220",3220,AU-VIC,2024-01-01 19:14:00
`
