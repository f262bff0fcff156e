/** A few records of the register of providers, which fills two tables. */
export const PROVIDERS_SAMPLE = `provider_no,kind,name,specialty,beds,employer_no,region,address,phone,email,account_no,since,entered_at
H00001,hospital,杭州广信示例医院,obstetrics,1460,,330100,浙江省杭州市西湖区和平路439号,16146246689,office0@example.com,6299993621278046036,2019-10-13,2019-10-13 09:00:00
D00007,physician,王志强,orthopaedics,,H00001,330100,浙江省杭州市滨江区学院路12号,16093901627,office66@example.com,6299991000402402542,2020-10-03,2020-10-03 09:00:00
`
