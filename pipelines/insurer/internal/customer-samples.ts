/** A few records of the two customer files, each of which fills two tables. */

export const CUSTOMERS_CN_SAMPLE = `客户号,姓名,拼音,性别,出生日期,证件号码,手机号,电子邮箱,银行账号,地址,邮编,职业,学历,婚姻状况,单位编号,地区代码,初次领证日期,注册日期,录入时间
K0000002,孙斌永,Sun Binyong,男,1983-07-05,33029919830705953X,16089608476,sun.binyong421@example.com,6299994618398291871,浙江省宁波市镇海区建设路13号24幢2单元1203室,315000,driver,本科,已婚,,330200,,2019-01-02,2019-01-02 11:10:00
K0000007,陈丹思,Chen Dansi,女,,330399196904150928,16385714792,,6299996806949643819,浙江省温州市龙湾区清泉路1号10幢1单元704室,325000,teaching,高中,已婚,E00003,330300,1987/4/11,2022年6月28日,2022/06/28 11:42
`

export const CUSTOMERS_AU_SAMPLE = `customer_no,full_name,gender,date_of_birth,licence_no,phone,email,account_no,address,postcode,occupation,education,marital_status,employer_no,state,licensed_since,customer_since,entered_at
K0000001,Zoe Morgan,F,1972-05-06,781673488,0560 918 586,zoe.morgan633@example.com,9999143470715212,"16 Elizabeth Street, Penrith NSW 2750",2750,manual,secondary,,E00055,AU-NSW,2002-04-29,2022-05-21,2022-05-21 17:30:00
K0000006,Matthew James Anderson,M,1999-12-08,430907097,0559 558 248,,9999985438718724,"406 Banksia Road, Ipswich QLD 4305",4305,farming,vocational,married,E00011,AU-QLD,20240615,2022-06-27,2022-06-27 15:42:00
`
